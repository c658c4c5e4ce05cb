using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Exchange;

/// <summary>What a model gives for <see cref="RandomQuestions"/>, under the names that exported models give to their outputs.</summary>
internal static class ModelOutputs
{
    public const string Logits = "logits";

    /// <summary>
    /// Computes: of LXMERT and VisualBERT the logits of the answers; of mPLUG what each layer of the decoder reads of image and question, and the logits of every next
    /// piece of the answers, as it computes them for training and testing, without padding.
    /// </summary>
    /// <returns>By name, shape and numbers.</returns>
    public static IReadOnlyDictionary<string, (long[] Shape, float[] Values)> Of(VqaBackbone model, ITensorSource questions)
    {
        model.eval();
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = Batch(model.Config, questions);
        if (model is not Mplug mplug) return new Dictionary<string, (long[], float[])> { [Logits] = Values(model.Forward(batch).Logits) };
        MplugMemory memory = mplug.Read(batch, padded: true).Memory;
        Tensor logits = mplug.DecoderLogits(Integers(questions, RandomQuestions.Answers), RandomQuestions.AnswersOfEach, mplug.Read(batch).Memory);
        Dictionary<string, (long[], float[])> outputs = Reads(mplug, memory.States).ToDictionary(read => read.Name, read => Values(read.Value));
        outputs.Add("memory_mask", Values(memory.Mask!));
        outputs.Add(Logits, Values(logits));
        return outputs;
    }

    private static IEnumerable<(string Name, Tensor Value)> Reads(Mplug model, Tensor memory)
    {
        Dictionary<string, Tensor> weights = model.state_dict();
        for (int i = 0; i < model.Config.DecoderLayers; i++)
        {
            foreach (string part in (string[])["key", "value"])
            {
                string at = $"text_decoder.bert.encoder.layer.{i}.crossattention.self.{part}";
                yield return ($"{part}s.{i}", nn.functional.linear(memory, weights[$"{at}.weight"], weights[$"{at}.bias"]));
            }
        }
    }

    private static TensorBatch Batch(BackboneConfig config, ITensorSource questions)
    {
        TensorBatch batch = new()
        {
            TokenIds = Integers(questions, RandomQuestions.Pieces),
            TokenMask = Integers(questions, RandomQuestions.PieceMask).to_type(ScalarType.Float32),
        };
        return config is MplugConfig
            ? batch with { Images = Floats(questions, RandomQuestions.Pictures) }
            : batch with
            {
                Features = Floats(questions, RandomQuestions.Features(config)),
                Boxes = Floats(questions, RandomQuestions.Boxes),
                RegionMask = Integers(questions, RandomQuestions.RegionMask).to_type(ScalarType.Float32),
            };
    }

    private static Tensor Integers(ITensorSource source, string name) => tensor(source.ReadIntegers(name), [.. source.Tensors[name].Shape]);

    private static Tensor Floats(ITensorSource source, string name) => tensor(source.ReadFloats(name), [.. source.Tensors[name].Shape]);

    private static (long[], float[]) Values(Tensor values) => (values.shape, values.contiguous().data<float>().ToArray());
}
