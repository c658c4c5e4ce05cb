namespace Espalier.Paper.Comparisons;

/// <summary>One of the differences that a comparison is made of: at one sparsity, say.</summary>
/// <param name="Label">What sets it apart from the others: "50 %".</param>
/// <param name="Settings">The settings that it is made of; none where the results themselves decide.</param>
/// <param name="BySeed">Its value in points for each seed that has all that it needs; empty where nothing was run.</param>
public sealed record Contrast(string Label, IReadOnlyList<PaperSetting> Settings, Func<PaperResults, IReadOnlyDictionary<ulong, double>> BySeed)
{
    /// <summary>The score of one setting.</summary>
    public static Contrast Score(string label, PaperSetting setting, Measure measure) => new(label, [setting], results => results.Values(setting, measure));

    /// <summary>The score of one setting minus that of another, paired by seed: the same seed gives both the same data and the same start.</summary>
    public static Contrast Difference(string label, PaperSetting first, PaperSetting second, Measure measure) =>
        Score(label, first, measure).Minus(Score(label, second, measure));

    /// <summary>
    /// How much a value rises from the lowest to the highest sparsity along its least-squares line. A seed counts if it has all sparsities, for a line
    /// over other sparsities would be another quantity.
    /// </summary>
    public static Contrast Rise(string label, IReadOnlyList<(double Sparsity, Contrast Value)> points)
    {
        double[] x = [.. points.Select(point => point.Sparsity)];
        return Over(label, [.. points.Select(point => point.Value)], y => Rise(x, y));
    }

    /// <summary>The mean of several values; of a seed that has all of them.</summary>
    public static Contrast Mean(string label, IReadOnlyList<Contrast> values) => Over(label, values, Enumerable.Average);

    /// <summary>This minus another, by seed.</summary>
    public Contrast Minus(Contrast other) => Over(Label, [this, other], values => values[0] - values[1]);

    private static Contrast Over(string label, IReadOnlyList<Contrast> all, Func<double[], double> of)
    {
        return new Contrast(label, [.. all.SelectMany(one => one.Settings).Distinct()], results =>
        {
            IReadOnlyDictionary<ulong, double>[] values = [.. all.Select(one => one.BySeed(results))];
            return values[0].Keys.Where(seed => values.All(value => value.ContainsKey(seed)))
                .ToDictionary(seed => seed, seed => of([.. values.Select(value => value[seed])]));
        });
    }

    private static double Rise(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        return slope * (x.Max() - x.Min());
    }
}
