using Espalier.Data;
using Espalier.Metrics;

namespace Espalier.Tables;

/// <summary>One model's accuracy on one part, by answer type and by question type.</summary>
public static class AccuracyTables
{
    /// <summary>All that is shown of answers to a part: by answer type, by question type, and on the OOD sets of shortcuts where there are any.</summary>
    /// <param name="what">What was evaluated.</param>
    /// <param name="answers">The questions of the part, each with its answer.</param>
    /// <param name="sets">Views of the part; null if it has none.</param>
    /// <param name="vocabulary">All that a model can answer, to tell the best that is possible; null leaves that out.</param>
    public static IEnumerable<ReportTable> Of(string what, IReadOnlyList<(VqaExample, string)> answers, ShortcutSets? sets, AnswerVocabulary? vocabulary = null)
    {
        IEnumerable<ReportTable> tables = Of(what, AccuracyReport.Of(answers, AccuracyForm.Official, vocabulary), AccuracyReport.Of(answers, AccuracyForm.Simple, vocabulary));
        return sets is null ? tables : tables.Append(ShortcutTables.Scores($"{what}, by shortcut",
            ShortcutReport.Of(answers, sets, AccuracyForm.Official), ShortcutReport.Of(answers, sets, AccuracyForm.Simple)));
    }

    /// <summary>By answer type and by question type.</summary>
    /// <param name="what">What was evaluated.</param>
    /// <param name="report">The official accuracies.</param>
    /// <param name="simple">Those that the scripts of Si et al. 2023 count; null leaves their column out.</param>
    public static IEnumerable<ReportTable> Of(string what, AccuracyReport report, AccuracyReport? simple = null) =>
        [ByAnswerType(what, report, simple), ByQuestionType($"{what}, by question type", report)];

    /// <summary>A row for all questions, then one for each answer type, and what the answer vocabulary allows where that is known.</summary>
    /// <param name="title">What was evaluated.</param>
    /// <param name="report">The official accuracies.</param>
    /// <param name="simple">Those that the scripts of Si et al. 2023 count; null leaves their column out.</param>
    public static ReportTable ByAnswerType(string title, AccuracyReport report, AccuracyReport? simple = null) => new(title,
        [.. Columns("questions for"), .. simple is null ? [] : new[] { new ReportColumn("", ShortcutTables.SimpleColumn) }],
    [
        Row("all", report.All, simple?.All),
        .. AnswerTypes.All.Select(type => Row(type, report.ByAnswerType[type], simple?.ByAnswerType[type])),
        .. report.UpperBound is { } bound ? new[] { Row("all, best possible with the answer vocabulary", bound, simple?.UpperBound) } : [],
    ]);

    /// <summary>A row for each question type, the most frequent first.</summary>
    /// <param name="title">What was evaluated.</param>
    /// <param name="report">The accuracies.</param>
    public static ReportTable ByQuestionType(string title, AccuracyReport report) => new(title, Columns("question type"),
        [.. report.ByQuestionType.OrderByDescending(type => type.Value.Questions).Select(type => Row(type.Key, type.Value))]);

    private static ReportColumn[] Columns(string first) => [new("", first, IsNumeric: false), new("", "questions"), new("", "accuracy (%)")];

    private static ReportRow Row(string name, AccuracyCell cell, AccuracyCell? simple = null) =>
        new(null, [new(name), new(Show.Count(cell.Questions)), Percent(cell), .. simple is { } other ? new[] { Percent(other) } : []]);

    private static ReportCell Percent(AccuracyCell cell) => cell.Percent is { } percent ? new(Show.Percent(percent)) : new(Show.NotMeasured, IsMeasured: false);
}
