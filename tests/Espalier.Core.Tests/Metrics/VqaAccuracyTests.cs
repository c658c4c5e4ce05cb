using System.Text.Json;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Core.Tests.Metrics;

public sealed class VqaAccuracyTests
{
    [Fact]
    public void The_official_evaluation_gives_the_same_accuracies()
    {
        JsonElement golden = Golden.Case("vqa_eval");
        (VqaExample, string)[] pairs = [.. golden.GetProperty("annotations").EnumerateArray().Zip(golden.GetProperty("results").EnumerateArray(), Pair)];
        double[] expected = [.. golden.GetProperty("per_question").EnumerateArray().Select(e => e.GetDouble())];
        for (int i = 0; i < pairs.Length; i++)
            Assert.Equal(expected[i], 100 * VqaAccuracy.Official(pairs[i].Item2, pairs[i].Item1.Answers), 0.005);

        AccuracyReport report = AccuracyReport.Of(pairs);
        JsonElement accuracy = golden.GetProperty("accuracy");
        Assert.Equal(accuracy.GetProperty("overall").GetDouble(), report.All.Percent!.Value, 0.005);
        foreach (JsonProperty type in accuracy.GetProperty("perAnswerType").EnumerateObject())
            Assert.Equal(type.Value.GetDouble(), report.ByAnswerType[type.Name].Percent!.Value, 0.005);
        foreach (JsonProperty type in accuracy.GetProperty("perQuestionType").EnumerateObject())
            Assert.Equal(type.Value.GetDouble(), report.ByQuestionType[type.Name].Percent!.Value, 0.005);
    }

    [Fact]
    public void Accuracy_by_count_is_as_published()
    {
        double[] official = [0, 0.3, 0.6, 0.9, 1, 1, 1, 1, 1, 1, 1], simple = [0, 1 / 3.0, 2 / 3.0, 1, 1, 1, 1, 1, 1, 1, 1];
        for (int n = 0; n <= 10; n++)
        {
            string[] answers = [.. Enumerable.Repeat("yes", n), .. Enumerable.Repeat("no", 10 - n)];
            Assert.Equal(official[n], VqaAccuracy.Official("yes", answers), 1e-12);
            Assert.Equal(official[n], VqaAccuracy.LeaveOneOut(n, 10), 1e-12);
            Assert.Equal(simple[n], VqaAccuracy.Simple("yes", answers), 1e-12);
        }
    }

    [Fact]
    public void Answers_are_cleaned_up_only_where_annotators_differ()
    {
        Assert.Equal(0, VqaAccuracy.Official("Two", Data.Questions.Times("2", 10)));
        Assert.Equal(1, VqaAccuracy.Official("Two", [.. Data.Questions.Times("2", 9), "3"]), 1e-12);
        Assert.Equal(1, VqaAccuracy.Official(" the\n", Data.Questions.Times("the", 10)));
    }

    private static (VqaExample, string) Pair(JsonElement annotation, JsonElement result) =>
    (
        new VqaExample
        {
            QuestionId = annotation.GetProperty("question_id").GetInt64(),
            ImageId = 0,
            Question = "",
            QuestionType = annotation.GetProperty("question_type").GetString()!,
            AnswerType = annotation.GetProperty("answer_type").GetString()!,
            MultipleChoiceAnswer = "",
            Answers = [.. annotation.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("answer").GetString()!)],
        },
        result.GetProperty("answer").GetString()!);
}
