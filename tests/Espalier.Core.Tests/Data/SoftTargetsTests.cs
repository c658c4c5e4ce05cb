using Espalier.Data;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class SoftTargetsTests
{
    private readonly AnswerVocabulary vocabulary = new(["yes", "no", "2"]);

    [Fact]
    public void The_table_is_the_official_accuracy_of_each_count()
    {
        float[] official = [0, 0.3f, 0.6f, 0.9f, 1, 1, 1, 1, 1, 1, 1];
        Assert.Equal(official, Enumerable.Range(0, 11).Select(n => SoftTargets.Score(n, SoftTargetForm.Table)));
        Assert.Equal([0, 1 / 3f, 2 / 3f, 1, 1], Enumerable.Range(0, 5).Select(n => SoftTargets.Score(n, SoftTargetForm.Linear)));
    }

    [Fact]
    public void Answers_outside_the_vocabulary_are_dropped()
    {
        VqaExample example = Example(1, "no", ["maybe", .. "no".Times(2), "yes", .. "No".Times(6)]);
        Assert.Equal([new(1, 0.6f), new(0, 0.3f)], SoftTargets.For(example, vocabulary, SoftTargetForm.Table));
        Assert.Empty(SoftTargets.For(Example(2, "blue"), vocabulary, SoftTargetForm.Table));
    }

    [Fact]
    public void The_best_answer_is_the_lowest_index_of_equals_and_minus_one_of_none()
    {
        Assert.Equal(0, SoftTargets.Best([new(2, 1), new(0, 1), new(1, 0.9f)]));
        Assert.Equal(-1, SoftTargets.Best([]));
    }
}
