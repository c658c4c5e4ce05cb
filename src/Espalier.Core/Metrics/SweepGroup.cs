namespace Espalier.Metrics;

/// <summary>The runs of a sweep that differ in nothing but the seed, summarised. A statistic is null where nothing was measured.</summary>
/// <param name="Label">The values of the axes but for seed and sparsity: what a curve is of.</param>
/// <param name="Model">The model's id.</param>
/// <param name="Sparsity">Fraction of zeros, as it came out; the mean over the seeds.</param>
/// <param name="Ood">Accuracy out of distribution, in percent.</param>
/// <param name="Id">Accuracy in distribution, in percent.</param>
/// <param name="Gap">ID minus OOD of each seed, in points.</param>
public sealed record SweepGroup(string Label, string Model, double Sparsity, SeedStatistics? Ood, SeedStatistics? Id, SeedStatistics? Gap)
{
    private const string Seed = "seed", SparsityAxis = "stage2.sparsity";

    /// <summary>Groups the rows of a sweep, in the order of the first row of each group.</summary>
    public static IReadOnlyList<SweepGroup> Of(SweepTable table) =>
    [
        .. table.Rows.GroupBy(row => (Key: string.Join('\n', row.Axes.Where(axis => axis.Key != Seed).Select(axis => $"{axis.Key}={axis.Value}")), row.Model))
            .Select(group => new SweepGroup(LabelOf(group.First()), group.Key.Model, group.Average(row => row.Sparsity),
                Over(group, row => row.Accuracy.Ood?.All), Over(group, row => row.Accuracy.Id?.All), Over(group, row => row.Accuracy.Id?.All - row.Accuracy.Ood?.All))),
    ];

    private static string LabelOf(SweepRow row)
    {
        string axes = string.Join(", ", row.Axes.Where(axis => axis.Key is not (Seed or SparsityAxis)).Select(axis => axis.Value));
        return axes.Length == 0 ? row.Model : axes;
    }

    private static SeedStatistics? Over(IEnumerable<SweepRow> rows, Func<SweepRow, double?> of)
    {
        double[] values = [.. rows.Select(of).OfType<double>()];
        return values.Length == 0 ? null : SeedStatistics.Of(values);
    }
}
