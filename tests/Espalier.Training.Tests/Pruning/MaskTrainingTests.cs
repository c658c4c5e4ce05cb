using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Training;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pruning;

public sealed class MaskTrainingTests
{
    [Theory]
    [InlineData(MaskInitialization.Magnitude)]
    [InlineData(MaskInitialization.Uniform)]
    [InlineData(MaskInitialization.Soft)]
    [InlineData(MaskInitialization.Random)]
    public void Every_start_has_exactly_the_zeros_that_were_asked_for(MaskInitialization start)
    {
        foreach (double sparsity in (double[])[0, 0.37, 0.9, 1])
        {
            MaskTraining masks = ToyWorld.Masks(ToyWorld.Model(), sparsity, new MaskTrainingOptions { Initialization = start });
            AssertExact(masks, sparsity);
        }
    }

    [Fact]
    public void A_soft_start_prunes_what_magnitude_pruning_does()
    {
        Lxmert model = ToyWorld.Model();
        MaskSet pruned = MagnitudePruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.6));
        MaskTraining masks = ToyWorld.Masks(model, 0.6, new MaskTrainingOptions { Initialization = MaskInitialization.Soft });
        Assert.Equal(1, MaskSet.Similarity(pruned, masks.Masks));
    }

    [Fact]
    public void A_refresh_makes_drifted_masks_exact_and_a_second_one_changes_nothing()
    {
        MaskTraining masks = ToyWorld.Masks(ToyWorld.Model());
        ulong seed = 1;
        foreach (TrainedTensor score in masks.Tensors.Where(tensor => tensor.IsMask)) score.Value.add_(Noise(score.Value, seed++));

        SparsityDrift drift = masks.BeginStep(7, 1) ?? default;

        Assert.NotEqual(drift.Found, drift.Target);
        AssertExact(masks, 0.5);
        byte[][] before = [.. masks.Tensors.Select(tensor => tensor.Value.bytes.ToArray())];
        MaskSet exact = masks.Masks;
        SparsityDrift second = masks.BeginStep(14, 2) ?? default;
        Assert.Equal(second.Found, second.Target);
        Assert.Equal(1, MaskSet.Similarity(exact, masks.Masks));
        Assert.Equal(before, masks.Tensors.Select(tensor => tensor.Value.bytes.ToArray()));
    }

    [Fact]
    public void A_sparsity_that_rises_past_the_pruned_cluster_prunes_the_smallest_weights_and_not_all()
    {
        Lxmert model = ToyWorld.Model();
        MaskTraining masks = ToyWorld.Masks(model, 0.8, new MaskTrainingOptions { RefreshEvery = 1, Schedule = new CubicSchedule(0.2, 0.8) });
        AssertExact(masks, 0.2);
        masks.BeginStep(1, 1);
        AssertExact(masks, 0.8);
        MaskSet pruned = MagnitudePruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.8));
        Assert.Equal(1, MaskSet.Similarity(pruned, masks.Masks));
    }

    [Fact]
    public void A_global_refresh_has_the_exact_number_of_zeros_over_all_matrices()
    {
        Lxmert model = ToyWorld.Model();
        Allocation allocation = Allocation.Global(PrunableMatrices.Describe(model), 0.55);
        MaskTraining masks = new(model, allocation);
        ulong seed = 1;
        foreach (TrainedTensor score in masks.Tensors.Where(tensor => tensor.IsMask)) score.Value.add_(Noise(score.Value, seed++));
        masks.BeginEvaluation(3, 0.1);
        Assert.Equal(allocation.Zeros, masks.Masks.Masks.Values.Sum(mask => mask.Bits.Zeros));
    }

    [Fact]
    public void A_changed_frozen_weight_is_an_error()
    {
        Lxmert model = ToyWorld.Model();
        MaskTraining masks = ToyWorld.Masks(model);
        masks.Verify();
        model.Matrices[1].Weight.bytes[0] ^= 1;
        Assert.Throws<TrainingException>(masks.Verify);
    }

    [Fact]
    public void The_padding_row_of_the_embeddings_and_rows_not_looked_up_get_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        Lxmert model = ToyWorld.Model();
        MaskTraining masks = ToyWorld.Masks(model, 0);
        using AdamW optimizer = AdamW.Create(masks.Tensors, new AdamWOptions());
        optimizer.Publish();
        TensorBatch batch = new() { TokenIds = tensor(new long[] { 2, 5, 3, 0 }).view(1, 4), Features = ones(1, 3, 8), Boxes = ones(1, 3, 4) };
        model.Forward(batch).Logits.sum().backward();
        WeightMatrix words = model.Matrices[0];
        bool[] moved = [.. words.Effective!.grad!.abs().sum(1).data<float>().Select(size => size > 0)];
        Assert.Equal([false, false, true, true, false, true, false, false, false, false], moved);
    }

    private static Tensor Noise(Tensor like, ulong seed)
    {
        Numerics.SplitMix random = new(seed);
        return tensor([.. Enumerable.Range(0, (int)like.numel()).Select(_ => (float)(0.01 * random.Gaussian()))], like.shape);
    }

    private static void AssertExact(MaskTraining masks, double sparsity) =>
        Assert.All(masks.Masks.Masks.Values, mask => Assert.Equal(ZeroCount.Of(mask.Bits.Length, sparsity), mask.Bits.Zeros));
}
