using Espalier.Data;
using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Core.Tests.Data;

/// <summary>Numbers counted independently on the VQA-VS validation split.</summary>
public sealed class PublicDataTests
{
    private static readonly Lazy<IReadOnlyList<VqaExample>?> Val = new(() =>
        SharedData.Find("vqa-vs-val.zip") is { } path ? VqaVsReader.ReadInFileOrder(path, "Val") : null);

    private static readonly Lazy<AnswerVocabulary> Vocabulary = new(() => AnswerVocabulary.Build(Val.Value!));

    private readonly IReadOnlyList<VqaExample> val;

    public PublicDataTests()
    {
        Assert.SkipUnless(Val.Value is not null, "shared/data/vqa-vs-val.zip is not there");
        val = Val.Value;
    }

    [Fact]
    public void Records_images_and_types_are_counted()
    {
        Assert.Equal(32_723, val.Count);
        Assert.Equal(27_265, val.Select(e => e.ImageId).Distinct().Count());
        Assert.Equal(65, val.Select(e => e.QuestionType).Distinct().Count());
        Dictionary<string, int> types = val.CountBy(e => e.AnswerType).ToDictionary();
        Assert.Equal((16_170, 12_302, 4_251), (types["other"], types["yes/no"], types["number"]));
        int[] words = [.. val.Select(e => e.Question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length)];
        Assert.Equal(20, words.Max());
        Assert.Equal(6.196, words.Average(), 0.0005);
    }

    [Fact]
    public void Derived_question_types_are_the_annotated_ones() => Assert.All(val, e => Assert.Equal(e.QuestionType, QuestionTypes.Derive(e.Question)));

    [Fact]
    public void The_vocabulary_keeps_frequent_answers_in_order()
    {
        Dictionary<string, int> counts = val.CountBy(e => AnswerNormalizer.Normalize(e.MultipleChoiceAnswer)).ToDictionary();
        Assert.Equal(4_329, counts.Count);
        Assert.Equal(327, Vocabulary.Value.Count);
        Assert.Equal(["yes", "gray", "no", "white", "right", "wall", "yellow", "1", "bus", "2"], Vocabulary.Value.Answers.Take(10));
        (string, int)[] frequent = [("yes", 6_293), ("no", 6_050), ("1", 896), ("2", 887), ("white", 661), ("3", 498), ("0", 457), ("red", 407), ("blue", 400), ("black", 362)];
        Assert.Equal(frequent, counts.OrderByDescending(c => c.Value).Take(10).Select(c => (c.Key, c.Value)));
    }

    [Theory]
    [InlineData(SoftTargetForm.Linear, 83.516181)]
    [InlineData(SoftTargetForm.Table, 82.618036)]
    public void The_upper_bound_is_the_best_answer_of_the_vocabulary(SoftTargetForm form, double percent)
    {
        AnswerScore[][] targets = Targets(form);
        Assert.Equal(3_458, targets.Count(target => target.Length == 0));
        Assert.Equal(percent, 100 * targets.Average(target => target.Length == 0 ? 0.0 : target.Max(score => score.Score)), 2e-6);
    }

    [Fact]
    public void The_upper_bound_of_the_report_agrees() => Assert.Equal(
        83.516181, AccuracyReport.Of(val.Select(e => (e, "")), AccuracyForm.Simple, Vocabulary.Value).UpperBound!.Value.Percent!.Value, 1e-6);

    [Fact]
    public void The_prior_alone_reaches_a_third()
    {
        AnswerPriors priors = AnswerPriors.Build(val, Targets(SoftTargetForm.Linear), Vocabulary.Value.Count);
        AccuracyReport report = new PriorBaseline(priors, Vocabulary.Value).Evaluate(new VqaDataset("Val", val), AccuracyForm.Simple);
        Assert.Equal(33.521, report.All.Percent!.Value, 0.0005);
        Assert.Equal(65.924, report.ByAnswerType["yes/no"].Percent!.Value, 0.0005);
        Assert.Equal(29.475, report.ByAnswerType["number"].Percent!.Value, 0.0005);
        Assert.Equal(9.932, report.ByAnswerType["other"].Percent!.Value, 0.0005);
    }

    [Fact]
    public void The_prior_alone_reaches_less_by_the_table()
    {
        AnswerScore[][] targets = Targets(SoftTargetForm.Table);
        AnswerPriors priors = AnswerPriors.Build(val, targets, Vocabulary.Value.Count);
        PriorBaseline baseline = new(priors, Vocabulary.Value);
        double[] scores = [.. val.Select((e, i) => Vocabulary.Value.TryFind(baseline.Predict(e), out int best) ? targets[i].FirstOrDefault(t => t.Answer == best).Score : 0.0)];
        Assert.Equal(32.918, 100 * scores.Average(), 0.0005);
        Assert.Equal(64.977, Mean("yes/no"), 0.0005);
        Assert.Equal(28.798, Mean("number"), 0.0005);
        Assert.Equal(9.612, Mean("other"), 0.0005);

        double Mean(string type) => 100 * scores.Where((_, i) => val[i].AnswerType == type).Average();
    }

    [Theory]
    [InlineData("what sport is", 198, .9966, "tennis .26263 baseball .24411 skiing .11785 frisbee .10101")]
    [InlineData("is the", 2_665, 1.2439, "no .58637 yes .58286")]
    [InlineData("how many", 3_110, 1.6449, "2 .34652 1 .30782 3 .21179 4 .16699")]
    [InlineData("what color is the", 2_112, 1.4593, "white .23453 blue .16588 red .16367 black .14899")]
    public void Priors_of_question_types_are_the_published_ones(string type, int questions, double sum, string first)
    {
        AnswerPriors priors = AnswerPriors.Build(val, Targets(SoftTargetForm.Linear), Vocabulary.Value.Count);
        Assert.Equal(questions, priors.Questions[priors.IndexOf(type)]);
        float[] prior = priors.For(type).ToArray();
        Assert.Equal(sum, prior.Sum(p => (double)p), 0.00005);
        string[] expected = first.Split(' ');
        int[] order = [.. Enumerable.Range(0, prior.Length).OrderByDescending(i => prior[i]).Take(expected.Length / 2)];
        for (int i = 0; i < order.Length; i++)
        {
            Assert.Equal(expected[2 * i], Vocabulary.Value[order[i]]);
            Assert.Equal(double.Parse(expected[(2 * i) + 1], System.Globalization.CultureInfo.InvariantCulture), prior[order[i]], 0.000005);
        }
    }

    [Fact]
    public void The_reader_orders_by_id() =>
        Assert.Equal(val.Select(e => e.QuestionId).Order(), VqaVsReader.Read(SharedData.Find("vqa-vs-val.zip")!, "Val").Examples.Select(e => e.QuestionId));

    private static AnswerScore[][] Targets(SoftTargetForm form) => [.. Val.Value!.Select(e => SoftTargets.For(e, Vocabulary.Value, form))];
}
