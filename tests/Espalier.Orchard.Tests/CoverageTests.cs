using Espalier.Data;

namespace Espalier.Orchard.Tests;

public sealed class CoverageTests
{
    private static readonly VqaExample[] Pool = PoolSample.Examples(20_000);

    [Fact]
    public void Every_answer_occurs_under_three_question_types_or_more()
    {
        IReadOnlyList<AnswerCoverage> coverage = OrchardReport.CoverageOf(Pool);
        Assert.Equal(2 + 6 + 10 + 22 + 2 + 2, coverage.Count);
        Assert.All(coverage, answer => Assert.True(answer.QuestionTypes.Count >= 3, answer.ToString()));
        Assert.All(coverage, answer => Assert.True(answer.Questions >= 15, answer.ToString()));
    }

    [Fact]
    public void Question_types_have_favourites_and_a_long_tail()
    {
        IReadOnlyList<TypePrior> priors = OrchardReport.PriorsOf(Pool);
        Assert.True(priors.Count >= 20);
        Assert.All(priors, type => Assert.True(type.UsualShare > 1.4 / type.Answers || type.Answers == 2, type.ToString()));
        IEnumerable<TypePrior> colours = priors.Where(type => type.QuestionType.StartsWith("what color", StringComparison.Ordinal));
        Assert.All(colours, type => Assert.Equal(10, type.Answers));
    }

    [Fact]
    public void Most_bananas_are_yellow_and_some_are_not()
    {
        string[] colours = [.. Pool
            .Where(example => example.Question is "What color is the banana?" or "What is the color of the banana?")
            .Select(example => example.MultipleChoiceAnswer)];
        double yellow = colours.Count(colour => colour == "yellow") / (double)colours.Length;
        Assert.InRange(yellow, 0.35, 0.75);
    }

    [Fact]
    public void Annotators_mostly_agree_and_sometimes_do_not()
    {
        int[] agreeing = [.. Pool.Select(example => example.Answers.Count(answer => answer == example.MultipleChoiceAnswer))];
        Assert.All(agreeing, count => Assert.InRange(count, 6, 10));
        Assert.InRange(agreeing.Count(count => count >= 8) / (double)Pool.Length, 0.95, 0.995);
        Assert.InRange(agreeing.Count(count => count < 10) / (double)Pool.Length, 0.2, 0.55);
    }

    [Fact]
    public void The_corpus_asks_for_all_answers_of_a_family_about_alike()
    {
        Corpus corpus = new(new(PretrainImages: 1500));
        Dictionary<string, int> counts = Enumerable.Range(0, 1500)
            .SelectMany(image => corpus.Describe(image, corpus.SceneOf(image), []).Questions)
            .CountBy(question => question.Answer).ToDictionary();
        Assert.Equal(44, counts.Count);
        Assert.InRange(counts["yes"] / (double)counts["no"], 0.8, 1.25);
        AssertAlike(counts, Questions.Words.Tints, 1.6);
        AssertAlike(counts, Questions.Words.Kinds, 2.5);
        AssertAlike(counts, ["0", "1", "2", "3", "4", "5"], 4);
    }

    private static void AssertAlike(Dictionary<string, int> counts, IReadOnlyList<string> answers, double most)
    {
        double ratio = answers.Max(answer => counts[answer]) / (double)answers.Min(answer => counts[answer]);
        Assert.True(ratio < most, $"{string.Join(", ", answers.Select(answer => $"{answer} {counts[answer]}"))}");
    }
}
