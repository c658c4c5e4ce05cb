using Espalier.Data;
using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Tables;

namespace Espalier.Reports.Tables;

/// <summary>Shows what a data set is like.</summary>
public static class StatisticsTables
{
    /// <summary>A row for each part with its sizes.</summary>
    public static ReportTable Parts(IReadOnlyList<DatasetStatistics> parts) => new("Parts",
        [
            Text("part"), Number("questions"), Number("images"), Number("question types"), .. AnswerTypes.All.Select(Number), Number("distinct answers"),
            Number("words, longest"), Number("words, mean"),
        ],
        [
            .. parts.Select(part => Row(part.Name, Show.Count(part.Questions), Show.Count(part.Images), Show.Count(part.QuestionTypeCount),
            [
                .. AnswerTypes.All.Select(type => Show.Count(part.AnswerTypeCounts[type])), Show.Count(part.DistinctAnswers),
                Show.Count(part.LongestQuestion), Show.Number(part.MeanQuestion, "0.000"),
            ])),
        ]);

    /// <summary>The answers of one part and how far they can be guessed.</summary>
    public static ReportTable Answers(DatasetStatistics part)
    {
        List<ReportRow> rows =
        [
            Row("distinct answers", Show.Count(part.DistinctAnswers)),
            Row("most frequent", string.Join("; ", part.FrequentAnswers.Select(answer => $"{answer.Key} {Show.Count(answer.Value)}"))),
            Row($"with {part.MinimumAnswerCount} or more questions", Show.Count(part.Vocabulary?.Count ?? 0)),
        ];
        if (part.Vocabulary is { } vocabulary)
        {
            rows.Add(Row("first of these, in order", string.Join(", ", vocabulary.Answers.Take(10))));
            rows.Add(Row("questions with none of these", Show.Count(part.WithoutKnownAnswer ?? 0)));
            foreach ((SoftTargetForm form, PriorStatistics reach) in part.Forms)
            {
                string name = form == SoftTargetForm.Linear ? "min(n/3, 1)" : "0, .3, .6, .9, 1";
                rows.Add(Row($"best possible with these (%), score {name}", Show.Number(reach.UpperBound, "0.000")));
                string types = string.Join(", ", reach.PriorOnlyByAnswerType.OrderByDescending(type => type.Value).Select(type =>
                    $"{type.Key} {Show.Number(type.Value, "0.000")}"));
                rows.Add(Row($"answer prior alone (%), score {name}", $"{Show.Number(reach.PriorOnly, "0.000")} ({types})"));
            }
        }
        return new ReportTable($"Answers of {part.Name}", [Text(""), Text("")], rows);
    }

    /// <summary>The answer prior of each question type of one part, the most frequent type first.</summary>
    public static ReportTable Priors(DatasetStatistics part) => new($"Answer priors of {part.Name}",
        [Text("question type"), Number("questions"), Text("likeliest answers"), Number("sum of all")],
        [
            .. part.Priors.Select(type => Row(type.QuestionType, Show.Count(type.Questions),
                string.Join(", ", type.First.Select(answer => $"{answer.Key} {Show.Number(answer.Value, "0.00000")}")), Show.Number(type.Sum, "0.0000"))),
        ]);

    /// <summary>What a split did: its parts, then its question types, then what of test-ood is in train.</summary>
    public static IEnumerable<ReportTable> Split(SplitReport report)
    {
        yield return new ReportTable("Split", Columns(SplitTable.PartColumns, 1), [.. SplitTable.PartRows(report).Select(row => Row(row[0], row[1..]))]);
        yield return new ReportTable("Shift of answers", Columns(SplitTable.TypeColumns, 1, last: true), [.. SplitTable.TypeRows(report).Select(row => Row(row[0], row[1..]))]);
        ConceptCoverage coverage = report.Coverage;
        yield return new ReportTable("Coverage of test-ood by train", [Text(""), Number("of test-ood"), Number("in train"), Number("%")],
        [
            Covered("concepts (question words and answers)", coverage.Concepts, coverage.Covered),
            Covered("most frequent answers", coverage.FrequentAnswers, coverage.FrequentCovered),
            .. report.AnswerTypes.Select(type => Covered($"distinct answers, {type.AnswerType}", type.Answers, type.Covered)),
        ]);
        foreach (ReportTable table in report.Shortcuts is { } shortcuts ? ShortcutTables.Split(shortcuts) : []) yield return table;
    }

    private static ReportRow Covered(string what, int all, int covered) => Row(what, Show.Count(all), Show.Count(covered), Show.Percent(all == 0 ? null : 100.0 * covered / all));

    private static ReportColumn[] Columns(IReadOnlyList<string> names, int texts, bool last = false) =>
        [.. names.Select((name, i) => new ReportColumn("", name, IsNumeric: i >= texts && !(last && i == names.Count - 1)))];

    private static ReportColumn Text(string name) => new("", name, IsNumeric: false);

    private static ReportColumn Number(string name) => new("", name);

    private static ReportRow Row(string name, params string[] cells) => new(null, [new(name), .. cells.Select(cell => new ReportCell(cell))]);

    private static ReportRow Row(string name, string first, string second, string third, string[] rest) => Row(name, [first, second, third, .. rest]);
}
