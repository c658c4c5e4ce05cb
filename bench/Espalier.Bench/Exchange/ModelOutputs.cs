using Espalier.Checkpoints;
using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Bench.Exchange;

/// <summary>What a model gives for <see cref="RandomQuestions"/>, under the names that exported models give to their outputs.</summary>
internal static class ModelOutputs
{
    public const string Logits = "logits", Memory = "memory", MemoryMask = "memory_mask";

    /// <summary>
    /// Computes: of LXMERT and VisualBERT the logits of the answers; of mPLUG what its encoder has read, and the logits of every next piece of the answers, as it
    /// computes them for training and testing, without padding.
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
        return new Dictionary<string, (long[], float[])> { [Memory] = Values(memory.States), [MemoryMask] = Values(memory.Mask!), [Logits] = Values(logits) };
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
