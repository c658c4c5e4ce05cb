using Espalier.Data;

namespace Espalier.Tables;

/// <summary>Shows what a model answers.</summary>
public static class AnswerTables
{
    /// <summary>A row for each answer, the likeliest first. Each probability is an answer's own: they do not add up to 100.</summary>
    public static ReportTable Of(IEnumerable<AnswerChance> answers) => new("", [new("", "answer", IsNumeric: false), new("", "probability (%)")],
        [.. answers.Select(chance => new ReportRow(null, [new(chance.Answer), new(Show.Share(100 * chance.Probability))]))]);
}
