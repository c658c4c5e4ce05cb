using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Espalier.Sparsity;
using Espalier.Training.Training.Optimization;
using static TorchSharp.torch;

namespace Espalier.Training.Pruning;

/// <summary>
/// Sets thresholds so that exactly k weights are pruned (Si et al. 2023, section 3.2). Scores are kept iff they are strictly above the
/// threshold; kept scores that equal it are lifted to the next number, so that this also holds for ties.
/// </summary>
internal static class ThresholdRefresh
{
    /// <summary>Refreshes with an exact number of zeros.</summary>
    public static void Exact(Allocation allocation, IReadOnlyList<TrainedTensor> tensors, Tensor[] scores, Tensor[] weights)
    {
        float[][] masks = RankedMatrices.Select(allocation, scores, weights);
        float shared = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            tensors[i].Threshold = HighestPruned(scores[i].Floats(), masks[i]);
            shared = Math.Max(shared, tensors[i].Threshold);
        }
        for (int i = 0; i < scores.Length; i++)
        {
            if (allocation.IsGlobal) tensors[i].Threshold = shared;
            LiftTies(scores[i].Floats(), masks[i], tensors[i].Threshold);
        }
    }

    /// <summary>Refreshes as the published code does: the threshold is the k-th smallest score, and ties are pruned.</summary>
    public static void Reference(Allocation allocation, IReadOnlyList<TrainedTensor> tensors, Tensor[] scores)
    {
        float? shared = allocation.IsGlobal ? Threshold(new RankedMatrices(scores, scores, []), allocation.Zeros) : null;
        for (int i = 0; i < scores.Length; i++)
            tensors[i].Threshold = shared ?? Threshold(new RankedMatrices([scores[i]], [scores[i]], []), allocation.Targets[i].Zeros);
    }

    /// <summary>How many scores are at or below the threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long CountPruned(ReadOnlySpan<float> scores, float threshold)
    {
        long pruned = 0;
        int i = 0;
        Vector256<float> limit = Vector256.Create(threshold);
        for (; i <= scores.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            pruned += uint.PopCount(Vector256.LessThanOrEqual(Vector256.Create(scores[i..]), limit).ExtractMostSignificantBits());
        for (; i < scores.Length; i++) pruned += scores[i] <= threshold ? 1 : 0;
        return pruned;
    }

    private static float Threshold(RankedMatrices matrices, long zeros) =>
        zeros == 0 ? float.NegativeInfinity : ExactSelection.Threshold(matrices, zeros);

    private static float HighestPruned(ReadOnlySpan<float> scores, ReadOnlySpan<float> mask)
    {
        float highest = float.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            if (mask[i] == 0) highest = Math.Max(highest, scores[i]);
        }
        return highest;
    }

    private static void LiftTies(Span<float> scores, ReadOnlySpan<float> mask, float threshold)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (mask[i] != 0 && scores[i] <= threshold) scores[i] = float.BitIncrement(threshold);
        }
    }
}
