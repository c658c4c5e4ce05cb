using System.Diagnostics;
using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Tests.Splits;

public sealed class RealQuestionsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Real_questions_split_in_seconds_with_strong_shifts_and_known_answers(double crossing)
    {
        VqaDataset? pool = Pools.Real();
        Assert.SkipUnless(pool is not null, "the subset of VQA v2 is not beside the checkout");
        var watch = Stopwatch.StartNew();
        SplitReport report = ChangingPriorSplit.Make(pool, new ChangingPriorOptions { CrossingShare = crossing }).Report;
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F2} s, {report.Coverage}");
        foreach (string[] row in SplitTable.PartRows(report).Concat(SplitTable.TypeRows(report).Take(12)))
            output.WriteLine(string.Join(" | ", row));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Dictionary<string, PartSummary> parts = report.Parts.ToDictionary(part => part.Name);
        Assert.InRange((double)parts[PartNames.TestOod].Questions / report.Questions, 0.31, 0.39);
        Assert.True(parts[PartNames.TestOod].Divergence > 0.55);
        Assert.InRange(parts[PartNames.ValidationOod].Divergence, parts[PartNames.TestOod].Divergence - 0.15, 1);
        Assert.True(parts[PartNames.TestId].Divergence < parts[PartNames.TestOod].Divergence / 2);
        Assert.True(report.Coverage.FrequentCovered > 0.85 * report.Coverage.FrequentAnswers);
        Assert.All(report.Types, type => Assert.True(type.Train > 0 && type.TestOod > 0, type.QuestionType));
        Assert.Equal(1, report.AnswerTypes.Single(type => type.AnswerType == AnswerTypes.YesNo).Answerable);
    }
}
