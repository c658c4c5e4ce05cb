using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Training.Pruning;

/// <summary>Random masks with exactly the allocated number of zeros, the baseline of every pruning method.</summary>
public static class RandomPruner
{
    /// <summary>Draws the masks; the model is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="allocation">The sparsities; a global one leaves the number of zeros of each matrix to chance.</param>
    /// <param name="seed">Decides the masks.</param>
    public static MaskSet Prune(VqaBackbone model, Allocation allocation, ulong seed)
    {
        IReadOnlyList<WeightMatrix> matrices = PrunableMatrices.Of(model, allocation);
        return PrunableMatrices.Masks(matrices, Draw(allocation, seed));
    }

    /// <summary>Zeros and ones for each target of an allocation.</summary>
    internal static float[][] Draw(Allocation allocation, ulong seed)
    {
        float[][] masks = new float[allocation.Targets.Count][];
        long zerosLeft = allocation.Zeros, weightsLeft = allocation.Targets.Sum(target => target.Matrix.Count);
        for (int i = 0; i < masks.Length; i++)
        {
            MatrixTarget target = allocation.Targets[i];
            SplitMix random = new(SplitMix.Hash(seed, (ulong)i));
            if (!allocation.IsGlobal) (zerosLeft, weightsLeft) = (target.Zeros, target.Matrix.Count);
            masks[i] = new float[target.Matrix.Count];
            // Each weight is pruned with probability zeros left / weights left, which makes every choice of k equally likely.
            for (int at = 0; at < masks[i].Length; at++, weightsLeft--)
            {
                bool prune = random.Unit() * weightsLeft < zerosLeft;
                masks[i][at] = prune ? 0 : 1;
                if (prune) zerosLeft--;
            }
        }
        return masks;
    }
}
