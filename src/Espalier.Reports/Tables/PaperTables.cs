using Espalier.Metrics;
using Espalier.Paper;

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

    /// <summary>Full models after the usual training and after one as long as that of mask training and its stage 1 together, in and out of distribution.</summary>
    public static ReportTable Longer(PaperResults results)
    {
        string[] objectives = ["bce", "lmh", "lpf", "rubi"];
        PaperSetting Full(string sweep, string objective) => new(sweep, $"full {objective}", 0);
        ReportCell Cell(PaperSetting setting, Measure measure) => results.Over(setting, measure) is { } value ? new(WithDeviation(value)) : new(NotRun, IsMeasured: false);
        return new ReportTable("Longer training",
        [
            new("", "model", IsNumeric: false), new("usual", "OOD"), new("as long as sparse models", "OOD") { ShortGroup = "longer" },
            new("usual", "ID"), new("as long as sparse models", "ID") { ShortGroup = "longer" },
        ],
        [
            .. objectives.Select((objective, i) => new ReportRow(i,
            [
                new($"full {objective}"),
                .. new[] { Measure.Ood, Measure.Id }.SelectMany(measure =>
                    new[] { PaperSweeps.Core, PaperSweeps.Longer }.Select(sweep => Cell(Full(sweep, objective), measure))),
            ])),
        ]);
    }

    private static ReportRow Row(PublishedTable published, PublishedRow row, int place, PaperResults results)
    {
        SeedStatistics?[] ours = [.. published.Columns.Select(column => results.Over(row.Setting, column.Ours))];
        return new ReportRow(place,
        [
            new(row.Setting.Sweep == PaperSweeps.Mplug ? "mPLUG" : "LXMERT"), new(row.Setting.Pair), new(Show.Number(row.Setting.Sparsity * 100, "0")),
            new(Show.Count(ours.Max(value => value?.Count ?? 0))),
            .. ours.Select(value => value is null ? new ReportCell(NotRun, IsMeasured: false) : new ReportCell(WithDeviation(value))),
            .. row.Scores.Select(score => score is { } value ? new ReportCell(Show.Percent(value)) : new ReportCell(NotGiven, IsMeasured: false)),
        ]);
    }

    private static string WithDeviation(SeedStatistics value) =>
        value.Deviation is { } deviation ? $"{Show.Percent(value.Mean)} ± {Show.Percent(deviation)}" : Show.Percent(value.Mean);
}
