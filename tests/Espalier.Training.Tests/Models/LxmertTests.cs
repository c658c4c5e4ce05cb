using Espalier.Training.Models;
using Espalier.Training.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

public sealed class LxmertTests
{
    [Fact]
    public void A_leaf_in_place_of_a_weight_gets_the_gradient_that_the_weight_would_have()
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert plain = LxmertGoldenTests.Load("weights.safetensors"), leaves = LxmertGoldenTests.Load("weights.safetensors");
        foreach (WeightMatrix matrix in leaves.Matrices) matrix.Effective = matrix.Weight.detach().clone().requires_grad_();

        Backward(plain);
        Backward(leaves);

        foreach ((WeightMatrix expected, WeightMatrix actual) in plain.Matrices.Zip(leaves.Matrices))
        {
            Assert.Null(actual.Weight.grad);
            if (expected.Weight.grad is null) Assert.Null(actual.Effective!.grad);
            else Assert.True(actual.Effective!.grad!.allclose(expected.Weight.grad), expected.Name);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_bfloat16_logits_and_gradients_stay_near_those_of_float32(bool leaves)
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert exact = LxmertGoldenTests.Load("weights.safetensors"), rounded = LxmertGoldenTests.Load("weights.safetensors");
        rounded.ComputeType = ScalarType.BFloat16;
        if (leaves)
        {
            foreach (WeightMatrix matrix in rounded.Matrices)
                matrix.Effective = matrix.Weight.detach().to_type(matrix.IsLookup ? ScalarType.Float32 : ScalarType.BFloat16).clone().requires_grad_();
        }

        Tensor expected = Backward(exact), actual = Backward(rounded);

        Assert.Equal(ScalarType.Float32, actual.dtype);
        Assert.True((actual - expected).abs().max().ToDouble() < 0.05 * expected.abs().max().ToDouble());
        foreach ((WeightMatrix one, WeightMatrix other) in exact.Matrices.Zip(rounded.Matrices))
        {
            if (one.Weight.grad is not { } gradient || gradient.abs().max().ToDouble() == 0) continue;
            Tensor found = (leaves ? other.Effective!.grad! : other.Weight.grad!).to_type(ScalarType.Float32);
            Assert.True((found - gradient).norm().ToDouble() < 0.08 * gradient.norm().ToDouble(), one.Name);
        }
    }

    [Fact]
    public void Padding_changes_nothing_where_masks_say_so()
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert model = LxmertGoldenTests.Load("weights.safetensors");
        TensorBatch batch = LxmertGoldenTests.Batch("plain");
        TensorBatch padded = batch with
        {
            TokenIds = cat([batch.TokenIds, zeros(3, 4, ScalarType.Int64)], 1),
            TokenMask = cat([ones(3, 6), zeros(3, 4)], 1),
            Features = cat([batch.Features, ones(3, 2, 24)], 1),
            Boxes = cat([batch.Boxes, ones(3, 2, 4)], 1),
            RegionMask = cat([ones(3, 5), zeros(3, 2)], 1),
        };
        Assert.True(model.Forward(padded).Logits.allclose(model.Forward(batch).Logits, 1e-5, 1e-6));
    }

    [Fact]
    public void The_question_state_does_not_depend_on_the_image()
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert model = LxmertGoldenTests.Load("weights.safetensors");
        TensorBatch batch = LxmertGoldenTests.Batch("plain");
        TensorBatch other = batch with { Features = batch.Features + 1 };
        Assert.True(model.Forward(batch).QuestionState.allclose(model.Forward(other).QuestionState));
        Assert.False(model.Forward(batch).Logits.allclose(model.Forward(other).Logits));
    }

    [Fact]
    public void Training_twice_from_one_seed_gives_the_same_bits_and_the_next_step_other_masks()
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert model = LxmertGoldenTests.Load("weights.safetensors");
        model.train();
        float[] Logits(long step)
        {
            model.Dropout.BeginStep(5, step);
            return model.Forward(LxmertGoldenTests.Batch("plain")).Logits.data<float>().ToArray();
        }
        Assert.Equal(Logits(1), Logits(1));
        Assert.NotEqual(Logits(1), Logits(2));
    }

    [Fact]
    public void A_model_is_decided_by_its_seed()
    {
        float[] Weights(ulong seed) => [.. new Lxmert(LxmertGoldenTests.Config, seed).parameters().SelectMany(p => p.data<float>().ToArray())];
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }

    [Fact]
    public void A_fresh_head_has_unit_directions_times_their_own_length()
    {
        Dictionary<string, Parameter> weights = new Lxmert(LxmertGoldenTests.Config, 1).named_parameters().ToDictionary(p => p.name, p => p.parameter);
        Tensor v = weights["classifier.main.0.weight_v"];
        Assert.Equal(v.norm().ToDouble(), weights["classifier.main.0.weight_g"].ToDouble(), 1e-6);
        Assert.InRange(v.abs().max().ToDouble(), 0.9 / Math.Sqrt(32), 1 / Math.Sqrt(32));
        Assert.Equal(0.02, weights["lxmert.embeddings.word_embeddings.weight"].std().ToDouble(), 0.002);
        Assert.Equal(1, weights["lxmert.embeddings.LayerNorm.weight"].min().ToDouble());
    }

    private static Tensor Backward(Lxmert model)
    {
        TensorBatch batch = LxmertGoldenTests.Batch("masked");
        ModelOutput output = model.Forward(batch);
        new BinaryCrossEntropy().Loss(output, batch).backward();
        return output.Logits;
    }
}
