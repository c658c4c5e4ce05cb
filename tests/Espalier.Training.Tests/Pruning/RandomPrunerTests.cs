using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pruning;

public sealed class RandomPrunerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.37)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void Every_matrix_has_exactly_its_zeros_and_the_model_is_not_changed(double sparsity)
    {
        Lxmert model = ToyWorld.Model();
        byte[][] before = [.. PrunableMatrices.Of(model).Select(matrix => matrix.Weight.bytes.ToArray())];
        MaskSet masks = RandomPruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), sparsity), 1);
        Assert.All(PrunableMatrices.Of(model), matrix => Assert.Equal(ZeroCount.Of(matrix.Weight.numel(), sparsity), masks.Masks[matrix.Name].Bits.Zeros));
        Assert.Equal(before, PrunableMatrices.Of(model).Select(matrix => matrix.Weight.bytes.ToArray()));
    }

    [Fact]
    public void The_seed_decides_and_matrices_of_one_shape_get_masks_of_their_own()
    {
        Lxmert model = ToyWorld.Model();
        Allocation allocation = Allocation.Uniform(PrunableMatrices.Describe(model), 0.5);
        MaskSet first = RandomPruner.Prune(model, allocation, 1);
        Assert.Equal(1, MaskSet.Similarity(first, RandomPruner.Prune(model, allocation, 1)));
        // Two masks of half zeros share a third of their ones by chance.
        Assert.InRange(MaskSet.Similarity(first, RandomPruner.Prune(model, allocation, 2)), 0.3, 0.37);
        WeightMatrix[] same = [.. PrunableMatrices.Of(model).GroupBy(matrix => string.Join('x', matrix.Weight.shape)).First(shape => shape.Count() > 1).Take(2)];
        Assert.NotEqual(Bits(first, same[0]), Bits(first, same[1]));
    }

    [Fact]
    public void Weights_are_kept_without_regard_to_sign_or_magnitude()
    {
        Lxmert model = ToyWorld.Model();
        MaskSet masks = RandomPruner.Prune(model, Allocation.Uniform(PrunableMatrices.Describe(model), 0.5), 3);
        WeightMatrix largest = PrunableMatrices.Of(model).MaxBy(matrix => matrix.Weight.numel())!;
        Tensor weights = largest.Weight.detach().flatten();
        Tensor kept = weights[tensor(Bits(masks, largest))];
        Assert.Equal(1, (kept.abs().mean() / weights.abs().mean()).ToDouble(), 0.1);
        Assert.Equal(0.5, kept.gt(0).to_type(ScalarType.Float64).mean().ToDouble(), 0.1);
    }

    private static bool[] Bits(MaskSet masks, WeightMatrix matrix)
    {
        BitMask bits = masks.Masks[matrix.Name].Bits;
        return [.. Enumerable.Range(0, (int)matrix.Weight.numel()).Select(i => bits[i])];
    }
}
