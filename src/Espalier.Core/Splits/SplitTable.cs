using System.Globalization;

namespace Espalier.Splits;

/// <summary>A split's report as rows of plain text, for a table.</summary>
public static class SplitTable
{
    /// <summary>The columns of <see cref="PartRows"/>.</summary>
    public static IReadOnlyList<string> PartColumns { get; } = ["part", "questions", "images", "images in train", "new pairs %", "shift"];

    /// <summary>The columns of <see cref="TypeRows"/>.</summary>
    public static IReadOnlyList<string> TypeColumns { get; } =
        ["question type", "train", "test-ood", "shift", "answers: train > test-ood, %"];

    /// <summary>One row a part; the shift is <see cref="PartSummary.Divergence"/>.</summary>
    public static IEnumerable<string[]> PartRows(SplitReport report) => report.Parts.Select(part => new[]
    {
        part.Name, Number(part.Questions), Number(part.Images), Number(part.ImagesInTrain), Percent(part.NewPairs), Shift(part.Divergence),
    });

    /// <summary>One row a question type, the most frequent first.</summary>
    /// <param name="report">The report.</param>
    /// <param name="answers">How many answers to show.</param>
    public static IEnumerable<string[]> TypeRows(SplitReport report, int answers = 3) => report.Types.Select(type => new[]
    {
        type.QuestionType, Number(type.Train), Number(type.TestOod), Shift(type.Divergence),
        string.Join(", ", type.Answers.Take(answers).Select(answer =>
            $"{answer.Answer} {Percent(answer.Before)} > {Percent(answer.After)}")),
    });

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Shift(double value) => double.IsNaN(value) ? "-" : value.ToString("0.00", CultureInfo.InvariantCulture);
}
