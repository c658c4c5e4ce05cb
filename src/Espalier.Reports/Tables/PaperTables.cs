using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>The paper's tables with our figures beside them.</summary>
public static class PaperTables
{
    private const string NotRun = "not run", NotGiven = "–";

    /// <summary>A published table, ours as mean and sample standard deviation over the seeds.</summary>
    /// <param name="published">The paper's.</param>
    /// <param name="results">Ours.</param>
    public static ReportTable Beside(PublishedTable published, PaperResults results) => new($"{published.Title} ({published.Data})",
        [
            new("", "backbone", IsNumeric: false), new("", "model", IsNumeric: false), new("", "sparsity (%)"), new("", "seeds"),
            .. published.Columns.Select(column => new ReportColumn(results.IsPaperScale ? "ours" : "Orchard", column.Name)),
            .. published.Columns.Select(column => new ReportColumn(published.Data, column.Name) { ShortGroup = "paper" }),
        ],
        [.. published.Rows.Select((row, i) => Row(published, row, i, results))]);

    /// <summary>Full models after the usual training, and after one as long as that of sparse models, in and out of distribution.</summary>
    public static ReportTable Longer(PaperResults results)
    {
        Measure[] measures = [Measure.Ood, Measure.Id];
        PaperCurve[] Trained(string full)
        {
            PaperCurve usual = PaperModels.Core(full);
            return [usual, usual.TrainedAsLongAs(PaperModels.Core(PaperModels.WithOmp("bce+bce"))), usual.TrainedAsLongAs(PaperModels.Core("bce+bce"))];
        }
        ReportCell Cell(PaperCurve full, Measure measure) =>
            results.Over(full.At(0), measure) is { } value ? new(WithDeviation(value)) : new(NotRun, IsMeasured: false);
        return new ReportTable("Longer training",
        [
            new("", "model", IsNumeric: false),
            .. measures.SelectMany(measure => new[] { "usual", "as with pruning", "as with masks" }.Select(length => new ReportColumn(measure.Name, length))),
        ],
        [
            .. PaperModels.Full.Select((full, i) => new ReportRow(i,
                [new(full), .. measures.SelectMany(measure => Trained(full).Select(curve => Cell(curve, measure)))])),
        ]);
    }

    private static ReportRow Row(PublishedTable published, PublishedRow row, int place, PaperResults results)
    {
        PaperSetting setting = Ours(published, row, results);
        SeedStatistics?[] ours = [.. published.Columns.Select(column => results.Over(setting, column.Ours))];
        return new ReportRow(place,
        [
            new(row.Setting.Sweep == PaperSweeps.Mplug ? "mPLUG" : "LXMERT"), new(setting.Variant.Length > 0 ? $"{setting.Pair}, by modality" : setting.Pair), new(Show.Number(row.Setting.Sparsity * 100, "0")),
            new(Show.Count(ours.Max(value => value?.Count ?? 0))),
            .. ours.Select(value => value is null ? new ReportCell(NotRun, IsMeasured: false) : new ReportCell(WithDeviation(value))),
            .. row.Scores.Select(score => score is { } value ? new ReportCell(Show.Percent(value)) : new ReportCell(NotGiven, IsMeasured: false)),
        ]);
    }

    // A full model is the same in both sweeps, so that more seeds count; a sparse one is nearer to the paper's with its allocation.
    private static PaperSetting Ours(PublishedTable published, PublishedRow row, PaperResults results)
    {
        int Seeds(PaperSetting setting) => published.Columns.Max(column => results.Values(setting, column.Ours).Count);
        bool asPublished = row.Setting.Sparsity > 0 ? results.Settings.Contains(row.AsPublished) : Seeds(row.AsPublished) >= Seeds(row.Setting);
        return asPublished ? row.AsPublished : row.Setting;
    }

    private static string WithDeviation(SeedStatistics value) =>
        value.Deviation is { } deviation ? $"{Show.Percent(value.Mean)} ± {Show.Percent(deviation)}" : Show.Percent(value.Mean);
}
