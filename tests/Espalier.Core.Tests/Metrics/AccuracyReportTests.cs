using Espalier.Checkpoints;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Testing;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Metrics;

public sealed class AccuracyReportTests
{
    [Fact]
    public void Means_are_taken_by_answer_type_and_question_type()
    {
        AccuracyReport report = AccuracyReport.Of(
        [
            (Example(1, "yes"), "yes"),
            (Example(2, "no"), "yes"),
            (Example(3, "3", ["3", "4", .. "5".Times(8)]) with { QuestionType = "how many" }, "4"),
        ]);
        Assert.Equal(new AccuracyCell(3, 130 / 3.0), report.All);
        Assert.Equal(new AccuracyCell(2, 50), report.ByAnswerType["yes/no"]);
        Assert.Equal(30, report.ByAnswerType["number"].Percent!.Value, 1e-9);
        Assert.Equal(new AccuracyCell(0, null), report.ByAnswerType["other"]);
        Assert.Equal(["how many", "what color is"], report.ByQuestionType.Keys);
        Assert.Equal(43.33, report.ToTypeAccuracy().All);
        Assert.Null(report.ToTypeAccuracy().Other);
    }

    [Fact]
    public void The_upper_bound_takes_the_best_answer_of_the_vocabulary()
    {
        (VqaExample, string)[] pairs = [(Example(1, "red", ["red", .. "Two.".Times(2), .. "blue".Times(7)]), "x"), (Example(2, "green"), "x")];
        AnswerVocabulary vocabulary = new(["red", "2"]);
        Assert.Equal(30, AccuracyReport.Of(pairs, AccuracyForm.Official, vocabulary).UpperBound!.Value.Percent!.Value, 1e-9);
        Assert.Equal(100 / 6.0, AccuracyReport.Of(pairs, AccuracyForm.Simple, vocabulary).UpperBound!.Value.Percent!.Value, 1e-9);
        Assert.Null(AccuracyReport.Of(pairs).UpperBound);
    }

    [Fact]
    public void The_reference_gives_the_same_soft_score_of_the_greatest_logits()
    {
        using SafetensorsFile arrays = SafetensorsFile.Open(Golden.PathOf("score", "arrays.safetensors"));
        float[] logits = arrays.ReadFloats("logits"), labels = arrays.ReadFloats("labels"), expected = arrays.ReadFloats("score");
        int answers = logits.Length / expected.Length;
        for (int row = 0; row < expected.Length; row++)
        {
            ReadOnlySpan<float> rowLogits = logits.AsSpan(row * answers, answers);
            int picked = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(rowLogits);
            Assert.Equal(expected[row], labels[(row * answers) + picked]);
        }
        Assert.Equal(Golden.Case("score").GetProperty("total").GetSingle(), expected.Sum(), 1e-5f);
    }

    [Fact]
    public void The_prior_baseline_gives_the_types_most_likely_answer()
    {
        VqaExample[] examples = [Example(1, "red"), Example(2, "red"), Example(3, "blue"), Example(4, "yes") with { QuestionType = "is" }];
        AnswerVocabulary vocabulary = new(["blue", "red", "yes"]);
        AnswerPriors priors = AnswerPriors.Build(examples, [.. examples.Select(e => SoftTargets.For(e, vocabulary, SoftTargetForm.Table))], vocabulary.Count);
        PriorBaseline baseline = new(priors, vocabulary);
        Assert.Equal("red", baseline.Predict(examples[2]));
        Assert.Equal("yes", baseline.Predict(examples[3]));
        Assert.Equal("red", baseline.Predict(examples[3] with { QuestionType = "unseen" }));
        Assert.Equal(75, baseline.Evaluate(new VqaDataset("all", examples)).All.Percent);
    }
}
