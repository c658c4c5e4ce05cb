using Espalier.Data;
using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class DatasetStatisticsTests
{
    private static readonly VqaExample[] Examples =
    [
        Example(1, "Is it red?", "yes", "is it", "yes/no"), Example(2, "Is it blue?", "yes", "is it", "yes/no"), Example(3, "Is it a cup?", "no", "is it", "yes/no"),
        Example(4, "How many?", "2", "how many", "number"),
    ];

    [Fact]
    public void A_part_is_counted()
    {
        var counted = DatasetStatistics.Of("train", Examples, minimumAnswerCount: 1);
        Assert.Equal((4, 2, 2, 3), (counted.Questions, counted.Images, counted.QuestionTypeCount, counted.DistinctAnswers));
        Assert.Equal([3, 1, 0], AnswerTypes.All.Select(type => counted.AnswerTypeCounts[type]));
        Assert.Equal((4, 3.0), (counted.LongestQuestion, counted.MeanQuestion));
        Assert.Equal(["yes", "no", "2"], counted.Vocabulary!.Answers);
        Assert.Equal(new KeyValuePair<string, int>("yes", 2), counted.FrequentAnswers[0]);
        PriorStatistics reach = counted.Forms[SoftTargetForm.Linear];
        Assert.Equal((100.0, 75.0), (reach.UpperBound, reach.PriorOnly));
        Assert.Equal(200 / 3.0, reach.PriorOnlyByAnswerType["yes/no"], 1e-9);
        TypePriorStatistics type = counted.Priors[0];
        Assert.Equal(("is it", 3L, "yes"), (type.QuestionType, type.Questions, type.First[0].Key));
        Assert.Equal(2 / 3.0, type.First[0].Value, 1e-6);
        Assert.Equal(1, type.Sum, 1e-6);
    }

    [Fact]
    public void What_the_vocabulary_leaves_out_is_out_of_reach()
    {
        var counted = DatasetStatistics.Of("train", Examples, minimumAnswerCount: 2);
        Assert.Equal(2, counted.WithoutKnownAnswer);
        Assert.Equal(50, counted.Forms[SoftTargetForm.Table].UpperBound);
    }

    [Fact]
    public void Without_a_frequent_answer_there_is_no_prior()
    {
        var counted = DatasetStatistics.Of("train", Examples);
        Assert.Null(counted.Vocabulary);
        Assert.Null(counted.WithoutKnownAnswer);
        Assert.Empty(counted.Forms);
        Assert.Empty(counted.Priors);
    }

    private static VqaExample Example(long id, string question, string answer, string type, string answerType) => new()
    {
        QuestionId = id, ImageId = id % 2, Question = question, QuestionType = type, AnswerType = answerType, MultipleChoiceAnswer = answer,
        Answers = [.. Enumerable.Repeat(answer, 10)],
    };
}
