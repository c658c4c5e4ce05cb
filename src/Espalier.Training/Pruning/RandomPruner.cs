using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Training.Pruning;

/// <summary>Random masks with exactly the allocated number of zeros, the baseline of every pruning method; masks may start so, too (Si et al. 2023, figure 13).</summary>
public static class RandomPruner
{
    /// <summary>Draws the masks; the model is not changed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="allocation">The sparsities; of single weights a global one is drawn as a uniform one.</param>
    /// <param name="seed">Decides the masks.</param>
    /// <param name="structure">What is pruned as a whole.</param>
    public static MaskSet Prune(VqaBackbone model, Allocation allocation, ulong seed, Structure structure = Structure.None) =>
        MaskUnits.Of(model, allocation, structure).Expand(Draw(allocation, seed, structure).Select(mask => BitMask.FromFloats(mask)));

    /// <summary>Zeros and ones for each target of an allocation.</summary>
    internal static float[][] Draw(Allocation allocation, ulong seed, Structure structure)
    {
        // A share of the few structures of one matrix may be less than one of them.
        if (allocation.IsGlobal && structure != Structure.None) return DrawTogether(allocation, seed);
        return [.. allocation.Targets.Select((target, i) => Draw(target.Matrix.Count, target.Zeros, SplitMix.Hash(seed, (ulong)i)))];
    }

    private static float[][] DrawTogether(Allocation allocation, ulong seed)
    {
        float[] all = Draw(allocation.Targets.Sum(target => target.Matrix.Count), allocation.Zeros, seed);
        int start = 0;
        return [.. allocation.Targets.Select(target => all[start..(start += (int)target.Matrix.Count)])];
    }

    private static float[] Draw(long count, long zeros, ulong seed)
    {
        float[] mask = new float[count];
        RandomSelection.SelectZeros(zeros, new SplitMix(seed), mask);
        return mask;
    }
}
