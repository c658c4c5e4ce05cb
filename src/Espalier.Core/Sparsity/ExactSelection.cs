namespace Espalier.Sparsity;

/// <summary>
/// Which weights become zero: exactly the k with the lowest scores. Equal scores are ordered by |W|, then by index, so that the
/// count is exact however many values are equal (at the start of mask training nearly all are). Linear time, no sorting.
/// </summary>
/// <remarks>
/// A strict comparison with the k-th smallest value, as in Si et al. 2023 section 3.2, prunes every value equal to it: more than k,
/// and all of them if the sparsity rises past the cluster of pruned values. <see cref="Threshold"/> is for that comparison.
/// </remarks>
public static class ExactSelection
{
    /// <summary>Writes a mask with exactly <paramref name="zeros"/> zeros.</summary>
    /// <param name="scores">The values to rank by; infinite ones are allowed.</param>
    /// <param name="weightMagnitude">|W| (signs are ignored), as many as the scores.</param>
    /// <param name="zeros">0 to the number of scores.</param>
    /// <param name="mask01">Receives 0 or 1, as many as the scores.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not a number.</exception>
    public static void SelectZeros(ReadOnlySpan<float> scores, ReadOnlySpan<float> weightMagnitude, long zeros, Span<float> mask01) =>
        SelectZeros(new One(scores, weightMagnitude, mask01), zeros);

    /// <summary>Writes the masks of matrices that are ranked together ("matrix-specific sparsity"), with exactly
    /// <paramref name="zeros"/> zeros in all.</summary>
    /// <param name="matrices">The matrices; among equal scores and magnitudes an earlier matrix is pruned first.</param>
    /// <param name="zeros">0 to the number of all scores.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a value is not a number.</exception>
    public static void SelectZeros<T>(T matrices, long zeros)
        where T : IScoredMatrices, allows ref struct
    {
        long total = 0;
        for (int matrix = 0; matrix < matrices.Count; matrix++)
        {
            int length = matrices.Scores(matrix).Length;
            if (matrices.Weights(matrix).Length != length || matrices.Mask(matrix).Length != length)
                throw new ArgumentException($"Scores, weights and mask of matrix {matrix} differ in length.", nameof(matrices));
            total += length;
        }
        ArgumentOutOfRangeException.ThrowIfNegative(zeros);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zeros, total);
        Cut cut = Cut.Find(matrices, zeros);
        for (int matrix = 0; matrix < matrices.Count; matrix++)
            cut.Apply(matrices.Scores(matrix), matrices.Weights(matrix), matrices.Mask(matrix));
    }

    /// <summary>The k-th smallest value.</summary>
    /// <param name="values">The values; infinite ones are allowed.</param>
    /// <param name="k">1 to the number of values.</param>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static float Threshold(ReadOnlySpan<float> values, long k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, values.Length);
        return Cut.Score(new One(values, values, []), k);
    }

    /// <summary>The k-th smallest of the scores of all matrices together.</summary>
    /// <param name="matrices">The matrices; their masks are not touched.</param>
    /// <param name="k">1 to the number of all scores.</param>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public static float Threshold<T>(T matrices, long k)
        where T : IScoredMatrices, allows ref struct
    {
        long total = 0;
        for (int matrix = 0; matrix < matrices.Count; matrix++) total += matrices.Scores(matrix).Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, total);
        return Cut.Score(matrices, k);
    }

    private readonly ref struct One(ReadOnlySpan<float> scores, ReadOnlySpan<float> weights, Span<float> mask) : IScoredMatrices
    {
        private readonly ReadOnlySpan<float> _scores = scores;
        private readonly ReadOnlySpan<float> _weights = weights;
        private readonly Span<float> _mask = mask;

        public int Count => 1;

        public ReadOnlySpan<float> Scores(int matrix) => _scores;

        public ReadOnlySpan<float> Weights(int matrix) => _weights;

        public Span<float> Mask(int matrix) => _mask;
    }
}
