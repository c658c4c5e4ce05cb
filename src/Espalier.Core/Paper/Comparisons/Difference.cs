using Espalier.Metrics;

namespace Espalier.Paper.Comparisons;

/// <summary>A mean difference over seeds, in points, rounded to two decimals, and its t-interval (Student 1908).</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lower end of its 95 % t-interval; null for one seed.</param>
/// <param name="High">The upper end.</param>
/// <param name="Seeds">The seeds that it is over.</param>
public sealed record Difference(double Mean, double? Low, double? High, IReadOnlyList<ulong> Seeds)
{
    /// <summary>Summarises the values of seeds, at least one.</summary>
    public static Difference Of(IReadOnlyList<ulong> seeds, IReadOnlyList<double> values)
    {
        SeedStatistics value = SeedStatistics.Of(values);
        return new Difference(Rounded(value.Mean), Rounded(value.Mean - value.HalfWidth), Rounded(value.Mean + value.HalfWidth), seeds);
    }

    private static double Rounded(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);

    private static double? Rounded(double? value) => value is { } measured ? Rounded(measured) : null;
}
