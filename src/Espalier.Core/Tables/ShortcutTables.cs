using Espalier.Data;
using Espalier.Metrics;
using Espalier.Splits.Shortcuts;

namespace Espalier.Tables;

/// <summary>Shows the OOD sets of shortcuts, and scores on them.</summary>
public static class ShortcutTables
{
    /// <summary>Over the accuracy of the published scripts, beside the official one.</summary>
    internal const string SimpleColumn = "published scripts' min(n/3, 1) (%)";

    private const int GroupsShown = 3;

    /// <summary>The groups and sizes of each shortcut (Table 1 of Si et al. 2022), where each leads, and how far the sets overlap (Fig. 3b).</summary>
    public static IEnumerable<ReportTable> Split(ShortcutStatistics statistics)
    {
        string prior = statistics.Prior is { } percent ? $" The answer prior alone has {Show.Percent(percent)} % on all of test-id." : "";
        string note = statistics.Note is { } said ? " " + said : "";
        yield return new ReportTable($"Shortcuts.{prior}{note}",
            [
                Text("shortcut"), Number("groups, train"), Number("groups, test"), Number("imbalanced"), Number("head in train %"), Number("test head"),
                Number("test tail (OOD)"), Number("validation tail"), Number("prior on head %"), Number("prior on tail %"),
            ],
            [
                .. statistics.Rows.Select(row => Row(row.Shortcut, Count(row.TrainGroups), Count(row.TestGroups), Count(row.Imbalanced), Measured(100 * row.TrainHead),
                    Count(row.Head), Count(row.Tail), Count(row.ValidationTail), Measured(row.PriorHead), Measured(row.PriorTail))),
            ]);
        if (statistics.Rows.Any(row => row.Groups.Count > 0))
        {
            yield return new ReportTable("Largest imbalanced groups of train", [Text("shortcut"), Text("concept: questions, most frequent answer")],
                [.. statistics.Rows.Select(row => Row(row.Shortcut, string.Join("; ", row.Groups.Take(GroupsShown).Select(group =>
                    $"{group.Concept}: {Show.Count(group.Questions)}, {group.Answer} {Show.Share(100 * group.Share)} %"))))]);
        }
        yield return new ReportTable("Overlap: % of the row's set that is in the column's",
            [Text("set"), .. statistics.Rows.Select(row => Number(row.Shortcut))],
            [.. statistics.Rows.Select(row => Row(row.Shortcut, [.. statistics.Rows.Select(column =>
                row.Overlap.Count == 0 ? "–" : Show.Number(100 * row.Overlap[VqaVsReader.Shortcuts.Index().First(name => name.Item == column.Shortcut).Index], "0"))]))]);
    }

    /// <summary>A row for each set and mean of one file of predictions.</summary>
    /// <param name="title">What was scored.</param>
    /// <param name="official">The official accuracies.</param>
    /// <param name="simple">Those of the published scripts; null leaves their column out.</param>
    public static ReportTable Scores(string title, ShortcutReport official, ShortcutReport? simple = null)
    {
        IEnumerable<(string Name, Func<ShortcutReport, double?> Of, long? Questions)> rows =
        [
            ("IID", report => report.Iid.Percent, official.Iid.Questions),
            .. VqaVsReader.Shortcuts.Select(name => (name, (Func<ShortcutReport, double?>)(report => report.ByShortcut[name].Percent), (long?)official.ByShortcut[name].Questions)),
            ("OOD-mean", report => report.Mean, null), ("OOD-lang", report => report.Language, null), ("OOD-vis", report => report.Vision, null),
            ("OOD-crsM", report => report.CrossModal, null),
        ];
        return new ReportTable(title,
            [Text("set"), Number("questions"), Number("accuracy (%)"), .. simple is null ? [] : new[] { Number(SimpleColumn) }],
            [.. rows.Select(row => Row(row.Name,
                [row.Questions is { } count ? Show.Count(count) : "", Measured(row.Of(official)), .. simple is null ? [] : new[] { Measured(row.Of(simple)) }]))]);
    }

    /// <summary>The scores of a run's models; null where its data have no such sets.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="prior">Those of the answer prior alone, for a last row.</param>
    public static ReportTable? Models(RunSummary summary, ModelAccuracy? prior = null)
    {
        if (summary.Models.All(model => model.Accuracy.Shortcuts is null)) return null;
        List<(int? Model, string Name, string Sparsity, ShortcutScores? Scores)> rows =
            [.. summary.Models.Select((model, i) => ((int?)i, model.Id, Show.Share(model.Sparsity * 100), model.Accuracy.Shortcuts))];
        if (prior?.Shortcuts is { } alone) rows.Add((null, "answer prior alone", "–", alone));
        (string Name, Func<ShortcutScores, double?> Of)[] columns =
        [
            ("ID", scores => scores.Iid), ("OOD-mean", scores => scores.OodMean), ("OOD-lang", scores => scores.OodLang), ("OOD-vis", scores => scores.OodVis),
            ("OOD-crsM", scores => scores.OodCrossModal),
            .. VqaVsReader.Shortcuts.Select(name => (name, (Func<ShortcutScores, double?>)(scores => scores.Sets.GetValueOrDefault(name)))),
        ];
        double?[] best = [.. columns.Select(column => rows.Where(row => row is { Model: not null, Scores: not null }).Max(row => column.Of(row.Scores!)))];
        return new ReportTable("VQA accuracy (%) by shortcut", [Text("model"), Number("sparsity (%)"), .. columns.Select(column => Number(column.Name))],
        [
            .. rows.Select(row => new ReportRow(row.Model,
            [
                new(row.Name), new(row.Sparsity),
                .. columns.Select((column, i) => row.Scores is { } scores && column.Of(scores) is { } value
                    ? new ReportCell(Show.Percent(value), row.Model is not null && value == best[i])
                    : new ReportCell("–", IsMeasured: false)),
            ])),
        ]);
    }

    private static ReportColumn Text(string name) => new("", name, IsNumeric: false);

    private static ReportColumn Number(string name) => new("", name);

    private static string Count(int? value) => value is { } count ? Show.Count(count) : "–";

    private static string Measured(double? percent) => percent is { } value ? Show.Percent(value) : "–";

    private static ReportRow Row(string name, params string[] cells) => new(null, [new(name), .. cells.Select(cell => new ReportCell(cell))]);
}
