using Espalier.Numerics;

namespace Espalier.Metrics;

/// <summary>
/// Whether one model is better than another on the same questions: questions are drawn again with replacement, both models' scores of a question
/// staying together (Efron and Tibshirani 1993, chapter 13; Koehn 2004 for paired systems).
/// </summary>
/// <param name="Difference">Mean of first minus second, in the scores' unit.</param>
/// <param name="Low">Lower end of the percentile interval of the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="Questions">Questions compared.</param>
public sealed record PairedBootstrap(double Difference, double Low, double High, int Questions)
{
    /// <summary>Draws that give ends to about a hundredth of the interval.</summary>
    public const int UsualDraws = 10_000;

    /// <summary>Whether 0 lies in the interval, so that the models cannot be told apart by these questions.</summary>
    public bool NotDistinguishable => Low <= 0 && High >= 0;

    /// <summary>Compares two models.</summary>
    /// <param name="first">A score of each question.</param>
    /// <param name="second">The other model's scores of the same questions, in the same order.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <param name="draws">How often questions are drawn.</param>
    /// <exception cref="ArgumentException">The scores are not of the same questions, or there are none.</exception>
    public static PairedBootstrap Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, ulong seed = 0, double confidence = 0.95, int draws = UsualDraws)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} and {second.Count} scores are not of the same questions.", nameof(second));
        ArgumentOutOfRangeException.ThrowIfZero(first.Count, nameof(first));
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        double[] differences = [.. first.Zip(second, (a, b) => a - b)], means = new double[draws];
        SplitMix random = new(seed);
        for (int draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Length; i++) sum += differences[random.Below(differences.Length)];
            means[draw] = sum / differences.Length;
        }
        Array.Sort(means);
        double tail = (1 - confidence) / 2;
        return new PairedBootstrap(differences.Average(), Quantile(means, tail), Quantile(means, 1 - tail), differences.Length);
    }

    private static double Quantile(double[] sorted, double share) => sorted[Math.Clamp((int)(share * sorted.Length), 0, sorted.Length - 1)];
}
