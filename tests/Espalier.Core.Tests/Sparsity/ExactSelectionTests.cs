using CsCheck;
using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class ExactSelectionTests
{
    private static readonly float[] Values = [0f, -0f, 0.02f, -0.02f, 1f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon];

    /// <summary>Few distinct values, so that nearly all are tied, with both zeros, both infinities and subnormal numbers among them.</summary>
    private static readonly Gen<float> Tied = Gen.Int[0, Values.Length - 1].Select(i => Values[i]);

    private static readonly Gen<float> Any = Gen.Frequency((1, Tied), (1, Gen.Float.Where(value => !float.IsNaN(value))));

    private static readonly Gen<double> Share = Gen.Int[0, 20].Select(share => share / 20.0);

    [Fact]
    public void It_agrees_with_a_full_sort_by_score_magnitude_and_index() =>
        Gen.Select(Gen.Select(Any, Any).Array[0, 200], Share).Sample((pairs, share) =>
        {
            int zeros = (int)(share * pairs.Length);
            float[] scores = [.. pairs.Select(pair => pair.Item1)];
            float[] weights = [.. pairs.Select(pair => pair.Item2)];
            float[] mask = new float[scores.Length];
            ExactSelection.SelectZeros(scores, weights, zeros, mask);
            Assert.Equal(Sorted(scores, weights, zeros), mask);
        }, iter: 2000);

    [Fact]
    public void The_threshold_is_the_kth_smallest_value() =>
        Gen.Select(Any.Array[1, 200], Share).Sample((values, share) =>
        {
            int k = 1 + (int)(share * (values.Length - 1));
            Assert.Equal(values.Order().ElementAt(k - 1), ExactSelection.Threshold(values, k));
        }, iter: 2000);

    [Fact]
    public void Matrices_ranked_together_are_one_long_matrix() =>
        Gen.Select(Gen.Select(Any, Any).Array[0, 60].Array[1, 4], Share).Sample((all, share) =>
        {
            int zeros = (int)(share * all.Sum(matrix => matrix.Length));
            Matrices matrices = new([.. all.Select(matrix => matrix.Select(pair => pair.Item1).ToArray())], [.. all.Select(matrix => matrix.Select(pair => pair.Item2).ToArray())]);
            ExactSelection.SelectZeros(matrices, zeros);
            Assert.Equal(Sorted([.. matrices.AllScores.SelectMany(x => x)], [.. matrices.AllWeights.SelectMany(x => x)], zeros), matrices.Masks.SelectMany(x => x));
        }, iter: 1000);

    [Fact]
    public void All_equal_scores_fall_by_magnitude_and_then_by_index()
    {
        float[] mask = new float[5];
        ExactSelection.SelectZeros(new float[5], [3, -1, 2, 1, -1], 2, mask);
        Assert.Equal([1, 0, 1, 0, 1], mask);
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ExactSelection.SelectZeros([1, float.NaN], [1, 1], 1, new float[2]));
        Assert.Throws<ArgumentException>(() => ExactSelection.SelectZeros([1, 1], [1, float.NaN], 1, new float[2]));
        Assert.Throws<ArgumentException>(() => ExactSelection.Threshold([float.NaN], 1));
    }

    [Fact]
    public void Counts_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSelection.SelectZeros([1], [1], 2, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSelection.SelectZeros([1], [1], -1, new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSelection.Threshold([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactSelection.Threshold([1], 2));
    }

    [Fact]
    public void Lengths_that_differ_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ExactSelection.SelectZeros([1, 2], [1], 1, new float[2]));
        Assert.Throws<ArgumentException>(() => ExactSelection.SelectZeros([1, 2], [1, 2], 1, new float[1]));
    }

    private static float[] Sorted(float[] scores, float[] weights, int zeros)
    {
        float[] mask = new float[scores.Length];
        Array.Fill(mask, 1);
        foreach (int i in Enumerable.Range(0, scores.Length).OrderBy(i => scores[i] + 0f).ThenBy(i => MathF.Abs(weights[i])).ThenBy(i => i).Take(zeros)) mask[i] = 0;
        return mask;
    }

    private sealed class Matrices(float[][] scores, float[][] weights) : IScoredMatrices
    {
        public float[][] AllScores => scores;

        public float[][] AllWeights => weights;

        public float[][] Masks { get; } = [.. scores.Select(matrix => new float[matrix.Length])];

        public int Count => scores.Length;

        public ReadOnlySpan<float> Scores(int matrix) => scores[matrix];

        public ReadOnlySpan<float> Weights(int matrix) => weights[matrix];

        public Span<float> Mask(int matrix) => Masks[matrix];
    }
}
