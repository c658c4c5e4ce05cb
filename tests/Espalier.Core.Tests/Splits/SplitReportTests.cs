using System.Text.Json;
using Espalier.Data;
using Espalier.Splits;
using Espalier.Testing;

namespace Espalier.Tests.Splits;

public sealed class SplitReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Priors_move_between_train_and_the_ood_parts_only(double crossing)
    {
        for (ulong seed = 0; seed < 5; seed++)
        {
            SplitReport report = Split(crossing, seed).Report;
            Dictionary<string, PartSummary> parts = report.Parts.ToDictionary(part => part.Name);
            Assert.Equal(0, parts[PartNames.Train].Divergence);
            Assert.True(parts[PartNames.TestOod].Divergence > 0.35, $"seed {seed}: test-ood {parts[PartNames.TestOod].Divergence:F2}");
            Assert.True(parts[PartNames.ValidationOod].Divergence > 0.2,
                $"seed {seed}: validation-ood {parts[PartNames.ValidationOod].Divergence:F2}");
            Assert.True(parts[PartNames.TestId].Divergence < 0.12, $"seed {seed}: test-id {parts[PartNames.TestId].Divergence:F2}");
        }
    }

    [Fact]
    public void More_crossing_moves_priors_less()
    {
        double[] shifts = [.. new[] { 0, 0.1, 0.3, 0.5 }.Select(crossing => Split(crossing, 1).Report.Parts[4].Divergence)];
        Assert.Equal(shifts.OrderDescending(), shifts);
        Assert.True(shifts[^1] < 0.1);
    }

    [Fact]
    public void Divergence_and_shares_equal_those_counted_by_hand()
    {
        SplitResult split = Split(0.1, 3);
        foreach (PriorShift type in split.Report.Types)
        {
            Dictionary<string, double> before = Shares(split[PartNames.Train], type.QuestionType);
            Dictionary<string, double> after = Shares(split[PartNames.TestOod], type.QuestionType);
            Assert.Equal(Entropy(Mixed(before, after)) - ((Entropy(before) + Entropy(after)) / 2), type.Divergence, 9);
            foreach (AnswerShift answer in type.Answers)
                Assert.Equal((before.GetValueOrDefault(answer.Answer), after.GetValueOrDefault(answer.Answer)),
                    (answer.Before, answer.After));
        }
    }

    [Fact]
    public void Coverage_equals_that_counted_by_hand()
    {
        SplitResult split = Split(0, 3);
        HashSet<string> train = Concepts(split[PartNames.Train]), test = Concepts(split[PartNames.TestOod]);
        Assert.Equal((test.Count, test.Intersect(train).Count()), (split.Report.Coverage.Concepts, split.Report.Coverage.Covered));

        HashSet<string> answers = [.. split[PartNames.Train].Examples.Select(Answer)];
        string[] testAnswers = [.. split[PartNames.TestOod].Examples.Select(Answer).Distinct()];
        Assert.Equal((testAnswers.Length, testAnswers.Count(answers.Contains)),
            (split.Report.Coverage.FrequentAnswers, split.Report.Coverage.FrequentCovered));

        AnswerTypeCoverage other = split.Report.AnswerTypes.Single(type => type.AnswerType == "other");
        VqaExample[] questions = [.. split[PartNames.TestOod].Examples.Where(e => e.AnswerType == "other")];
        Assert.Equal(questions.Length, other.TestOod);
        Assert.Equal(questions.Average(e => answers.Contains(Answer(e)) ? 1.0 : 0.0), other.Answerable, 12);
    }

    [Fact]
    public void Part_summaries_count_images_and_new_pairs()
    {
        SplitResult split = Split(0, 2);
        PartSummary test = split.Report.Parts[4];
        HashSet<long> train = [.. split[PartNames.Train].Examples.Select(e => e.ImageId)];
        long[] images = [.. split[PartNames.TestOod].Examples.Select(e => e.ImageId).Distinct()];
        Assert.Equal((split[PartNames.TestOod].Examples.Count, images.Length, images.Count(train.Contains)),
            (test.Questions, test.Images, test.ImagesInTrain));
        Assert.Equal(1, test.NewPairs);
    }

    [Fact]
    public void The_saved_report_is_json_with_every_part_and_type()
    {
        SplitReport report = Split(0.1, 2).Report;
        report.Save(_folder.File("split.json"));
        JsonElement json = JsonDocument.Parse(File.ReadAllBytes(_folder.File("split.json"))).RootElement;
        Assert.Equal(PartNames.All, json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.Equal(report.Types.Select(type => type.QuestionType),
            json.GetProperty("question_types").EnumerateArray().Select(type => type.GetProperty("question_type").GetString()));
        Assert.Equal(0.1, json.GetProperty("options").GetProperty("crossing_share").GetDouble());
        Assert.Equal(report.Coverage.Covered, json.GetProperty("coverage").GetProperty("concepts_in_train").GetInt32());
    }

    [Fact]
    public void Tables_have_a_row_for_each_part_and_type()
    {
        SplitReport report = Split(0.1, 2).Report;
        Assert.Equal(report.Types.Count, SplitTable.TypeRows(report).Count());
        Assert.All(SplitTable.TypeRows(report), row => Assert.Equal(SplitTable.TypeColumns.Count, row.Length));
        string[] test = SplitTable.PartRows(report).Last();
        Assert.Equal(SplitTable.PartColumns.Count, test.Length);
        Assert.Equal("test-ood", test[0]);
        Assert.Equal(report.Parts[0].Questions.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), SplitTable.PartRows(report).First()[1]);
        Assert.Equal(report.Parts[4].Divergence.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), test[^1]);
    }

    private static SplitResult Split(double crossing, ulong seed) =>
        ChangingPriorSplit.Make(Pools.Made(6000, (int)seed), new ChangingPriorOptions { Seed = seed, CrossingShare = crossing });

    private static string Answer(VqaExample example) => AnswerNormalizer.Normalize(example.MultipleChoiceAnswer);

    private static HashSet<string> Concepts(VqaDataset part) =>
        [.. part.Examples.SelectMany(e =>
            e.Question.ToLowerInvariant().Split(' ', ',', '?').Where(word => word.Length > 0).Append("=" + Answer(e)))];

    private static Dictionary<string, double> Shares(VqaDataset part, string type)
    {
        VqaExample[] own = [.. part.Examples.Where(e => e.QuestionType == type)];
        return own.CountBy(Answer).ToDictionary(entry => entry.Key, entry => (double)entry.Value / own.Length);
    }

    private static Dictionary<string, double> Mixed(Dictionary<string, double> one, Dictionary<string, double> other) =>
        one.Keys.Union(other.Keys).ToDictionary(key => key, key => (one.GetValueOrDefault(key) + other.GetValueOrDefault(key)) / 2);

    private static double Entropy(Dictionary<string, double> shares) => -shares.Values.Sum(p => p * Math.Log2(p));
}
