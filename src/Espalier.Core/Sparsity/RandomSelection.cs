using Espalier.Numerics;

namespace Espalier.Sparsity;

/// <summary>Random masks with an exact number of zeros (Si et al. 2023, the random start of mask training).</summary>
public static class RandomSelection
{
    /// <summary>Writes a mask with exactly <paramref name="zeros"/> zeros, drawn without replacement; every choice is equally
    /// likely.</summary>
    /// <param name="zeros">0 to the number of weights.</param>
    /// <param name="random">Where the choice comes from.</param>
    /// <param name="mask01">Receives 0 or 1 for each weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more zeros than weights, or fewer than none.</exception>
    public static void SelectZeros(long zeros, SplitMix random, Span<float> mask01)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(zeros);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zeros, mask01.Length);
        // Selection sampling (Knuth, The Art of Computer Programming, 3.4.2): the next weight is pruned with
        // the share of zeros still to come.
        for (int i = 0; i < mask01.Length; i++)
        {
            bool prune = zeros > 0 && random.Below(mask01.Length - i) < zeros;
            mask01[i] = prune ? 0 : 1;
            if (prune) zeros--;
        }
    }
}
