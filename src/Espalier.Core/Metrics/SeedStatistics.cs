using MathNet.Numerics.Distributions;

namespace Espalier.Metrics;

/// <summary>A figure over several seeds: mean, standard deviation, and the interval that the true mean lies in (Student 1908).</summary>
/// <param name="Count">Seeds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Sample standard deviation (n - 1); null for one seed.</param>
/// <param name="HalfWidth">Half of Student's t-interval of the mean; null for one seed.</param>
public sealed record SeedStatistics(int Count, double Mean, double? Deviation, double? HalfWidth)
{
    /// <summary>Summarises the values of seeds, which must be independent runs.</summary>
    /// <param name="values">One for each seed, at least one, in any unit.</param>
    /// <param name="confidence">Between 0 and 1: how often such an interval holds the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no value, or the confidence is not between 0 and 1.</exception>
    public static SeedStatistics Of(IReadOnlyList<double> values, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        double mean = values.Average();
        if (values.Count == 1) return new SeedStatistics(1, mean, null, null);
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        double quantile = StudentT.InvCDF(0, 1, values.Count - 1, (1 + confidence) / 2);
        return new SeedStatistics(values.Count, mean, deviation, quantile * deviation / Math.Sqrt(values.Count));
    }
}
