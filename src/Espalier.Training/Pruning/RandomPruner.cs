using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Training.Pruning;

/// <summary>Random masks with exactly the allocated number of zeros, the baseline of every pruning method.</summary>
public static class RandomPruner
{
    /// <summary>Draws the masks; the model is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="allocation">The sparsities; a global one is drawn as a uniform one.</param>
    /// <param name="seed">Decides the masks.</param>
    public static MaskSet Prune(VqaBackbone model, Allocation allocation, ulong seed)
    {
        IReadOnlyList<WeightMatrix> matrices = PrunableMatrices.Of(model, allocation);
        return PrunableMatrices.Masks(matrices, Draw(allocation, seed));
    }

    /// <summary>Zeros and ones for each target of an allocation.</summary>
    internal static float[][] Draw(Allocation allocation, ulong seed) => [.. allocation.Targets.Select((target, i) =>
    {
        float[] mask = new float[target.Matrix.Count];
        RandomSelection.SelectZeros(target.Zeros, new SplitMix(SplitMix.Hash(seed, (ulong)i)), mask);
        return mask;
    })];
}
