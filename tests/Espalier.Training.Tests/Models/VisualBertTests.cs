using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pruning;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class VisualBertTests : IDisposable
{
    private const string Positions = "visual_bert.embeddings.position_ids";
    private readonly TemporaryFolder _folder = new();
    private readonly VisualBert _model = VisualBertGoldenTests.Load("weights.safetensors");

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void In_bfloat16_logits_and_gradients_stay_near_those_of_float32()
    {
        using DisposeScope scope = NewDisposeScope();
        VisualBert rounded = VisualBertGoldenTests.Load("weights.safetensors");
        rounded.ComputeType = ScalarType.BFloat16;

        Tensor expected = Backward(_model), actual = Backward(rounded);

        Assert.Equal(ScalarType.Float32, actual.dtype);
        Assert.True((actual - expected).abs().max().ToDouble() < 0.05 * expected.abs().max().ToDouble());
        // By direction: the gradients of keys are small differences of large terms, of which bfloat16 loses a quarter.
        Assert.All(_model.Matrices.Zip(rounded.Matrices), pair => Assert.InRange(Cosine(pair.First.Weight.grad!, pair.Second.Weight.grad!), 0.95, 1.0001));
    }

    [Fact]
    public void Padding_changes_nothing_where_masks_say_so()
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = VisualBertGoldenTests.Batch("plain");
        TensorBatch padded = batch with
        {
            TokenIds = cat([batch.TokenIds, zeros(3, 4, ScalarType.Int64)], 1),
            TokenMask = cat([ones(3, 6), zeros(3, 4)], 1),
            Features = cat([batch.Features, ones(3, 2, 24)], 1),
            Boxes = cat([batch.Boxes, ones(3, 2, 4)], 1),
            RegionMask = cat([ones(3, 5), zeros(3, 2)], 1),
        };
        ModelOutput expected = _model.Forward(batch), actual = _model.Forward(padded), whole = _model.Forward(padded, new ActivationTrace());
        Assert.All([actual, whole], output => Assert.True(output.Logits.allclose(expected.Logits, 1e-5, 1e-6)));
        Assert.All([actual, whole], output => Assert.True(output.QuestionState.allclose(expected.QuestionState, 1e-5, 1e-6)));
    }

    [Fact]
    public void The_question_state_does_not_depend_on_the_image_and_boxes_are_not_read()
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = VisualBertGoldenTests.Batch("masked");
        ModelOutput plain = _model.Forward(batch), other = _model.Forward(batch with { Features = batch.Features + 1 });
        Assert.True(plain.QuestionState.allclose(other.QuestionState));
        Assert.False(plain.Logits.allclose(other.Logits));
        Assert.True(plain.Logits.eq(_model.Forward(batch with { Boxes = batch.Boxes + 1 }).Logits).all().ToBoolean());
    }

    [Fact]
    public void Whole_encoding_gives_the_same_pooled_state_and_all_words_of_the_last_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        TensorBatch batch = VisualBertGoldenTests.Batch("masked");
        WholeEncoding whole = _model.EncodeWhole(batch, language: true), shortened = _model.EncodeWhole(batch, language: false);
        ActivationTrace trace = new();
        _model.Forward(batch, trace);

        Tensor expected = trace.JointStates[^1].narrow(1, 0, 6).flatten(0, 1).index_select(0, batch.TokenMask!.flatten().nonzero().squeeze(1));
        Assert.True(whole.Language!.allclose(expected, 1e-4, 1e-5));
        Assert.True(whole.Pooled.allclose(shortened.Pooled, 1e-5, 1e-6));
        Assert.Equal((long)batch.RegionMask!.sum().ToSingle(), whole.Objects.shape[0]);
    }

    [Fact]
    public void A_pretraining_checkpoint_leaves_its_heads_behind_and_gets_a_fresh_one()
    {
        VisualBertConfig config = VisualBertGoldenTests.Config;
        using VqaBackbone fresh = config.Create(seed: 1);
        string file = _folder.File("pretraining.safetensors");
        SafetensorsWriter.Write(file, [
            .. ModelWeights.Entries(fresh).Where(entry => entry.Info.Name.StartsWith("visual_bert.", StringComparison.Ordinal)),
            TensorEntry.Of("cls.predictions.decoder.weight", [100, 32], new float[3200]),
            TensorEntry.Of("cls.seq_relationship.bias", [2], new float[2]),
        ]);
        using SafetensorsFile source = SafetensorsFile.Open(file);
        using VqaBackbone loaded = config.FromPretrained(source, seed: 1);
        Assert.All(fresh.named_parameters().Zip(loaded.named_parameters()), pair =>
            Assert.True(pair.First.parameter.eq(pair.Second.parameter).all().ToBoolean(), pair.First.name));
    }

    [Fact]
    public void The_position_ids_are_kept_may_be_missing_and_must_be_the_models_own()
    {
        string whole = _folder.File("whole.safetensors"), without = _folder.File("without.safetensors"), wrong = _folder.File("wrong.safetensors");
        ModelWeights.Save(_model, whole);
        using (SafetensorsFile source = SafetensorsFile.Open(whole))
        {
            Assert.Equal([.. Enumerable.Range(0, 20).Select(i => (long)i)], MemoryMarshal.Cast<byte, long>(source.ReadBytes(Positions)).ToArray());
            TensorEntry[] others = [.. source.Tensors.Keys.Where(name => name != Positions).Select(name => TensorEntry.From(source, name))];
            SafetensorsWriter.Write(without, others);
            SafetensorsWriter.Write(wrong, [.. others, TensorEntry.Of(Positions, [1, 20], new long[20])]);
        }
        Load(without);
        Assert.Contains(Positions, Assert.Throws<InputException>(() => Load(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mask_training_learns_masks_and_head_and_leaves_the_visual_projection_alone()
    {
        MaskTraining masks = new(_model, Allocation.Uniform(PrunableMatrices.Describe(_model), 0.5));
        Assert.Equal(2 * 6 + 2, masks.Masks.Masks.Count);
        Assert.Equal(
            ["cls.main.0.bias", "cls.main.0.weight_g", "cls.main.0.weight_v", "cls.main.3.bias", "cls.main.3.weight_g", "cls.main.3.weight_v"],
            masks.Tensors.Where(tensor => !tensor.IsMask).Select(tensor => tensor.Name));
    }

    private void Load(string file)
    {
        using SafetensorsFile source = SafetensorsFile.Open(file);
        ModelWeights.Load(_model, source);
    }

    private static double Cosine(Tensor first, Tensor second) => ((first * second).sum() / (first.norm() * second.norm())).ToDouble();

    private static Tensor Backward(VisualBert model)
    {
        TensorBatch batch = VisualBertGoldenTests.Batch("masked");
        ModelOutput output = model.Forward(batch);
        new BinaryCrossEntropy().Loss(output, batch).backward();
        return output.Logits;
    }
}
