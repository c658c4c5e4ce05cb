namespace Espalier.Paper.Comparisons;

/// <summary>One of the differences that a comparison is made of: at one sparsity, say.</summary>
/// <param name="Label">What sets it apart from the others: "50 %".</param>
/// <param name="BySeed">Its value in points for each seed that has all that it needs; empty where nothing was run.</param>
public sealed record Contrast(string Label, Func<PaperResults, IReadOnlyDictionary<ulong, double>> BySeed)
{
    /// <summary>The score of one setting.</summary>
    public static Contrast Score(string label, PaperSetting setting, Measure measure) => new(label, results => results.Values(setting, measure));

    /// <summary>The score of one setting minus that of another, paired by seed: the same seed gives both the same data and the same start.</summary>
    public static Contrast Difference(string label, PaperSetting first, PaperSetting second, Measure measure) =>
        Score(label, first, measure).Minus(Score(label, second, measure));

    /// <summary>
    /// How much a value rises from the lowest to the highest sparsity along its least-squares line. A seed counts if it has all sparsities, for a line
    /// over other sparsities would be another quantity.
    /// </summary>
    public static Contrast Rise(string label, IReadOnlyList<(double Sparsity, Contrast Value)> points) => new(label, results =>
    {
        IReadOnlyDictionary<ulong, double>[] values = [.. points.Select(point => point.Value.BySeed(results))];
        double[] x = [.. points.Select(point => point.Sparsity)];
        return values[0].Keys.Where(seed => values.All(value => value.ContainsKey(seed)))
            .ToDictionary(seed => seed, seed => Rise(x, [.. values.Select(value => value[seed])]));
    });

    /// <summary>This minus another, by seed.</summary>
    public Contrast Minus(Contrast other) => new(Label, results =>
    {
        (IReadOnlyDictionary<ulong, double> first, IReadOnlyDictionary<ulong, double> second) = (BySeed(results), other.BySeed(results));
        return first.Where(pair => second.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value - second[pair.Key]);
    });

    private static double Rise(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        return slope * (x.Max() - x.Min());
    }
}
