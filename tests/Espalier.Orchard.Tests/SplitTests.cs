using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Orchard.Tests;

public sealed class SplitTests
{
    private static readonly VqaDataset Pool = new(OrchardWorld.PoolPart, PoolSample.Examples(42_000));

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Answers_of_the_changed_test_can_be_learnt_in_training_under_other_question_types(double crossing)
    {
        SplitResult split = ChangingPriorSplit.Make(Pool, new() { CrossingShare = crossing });
        VqaDataset train = split[PartNames.Train], test = split[PartNames.TestOod];
        HashSet<string> learnt = [.. train.Examples.CountBy(example => example.MultipleChoiceAnswer)
            .Where(pair => pair.Value >= 9).Select(pair => pair.Key)];
        double answerable = test.Examples.Average(example => learnt.Contains(example.MultipleChoiceAnswer) ? 1.0 : 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{train.Examples.Count} / {test.Examples.Count}, answerable {answerable:P2}");
        Assert.True(answerable > 0.95, $"{answerable:P2}");
        Assert.True(train.Examples.Count >= 20_000, $"{train.Examples.Count}");
    }

    [Fact]
    public void Guessing_by_question_type_does_well_on_the_usual_test_and_badly_on_the_changed_one()
    {
        SplitResult split = ChangingPriorSplit.Make(Pool, new() { CrossingShare = 0.1 });
        Dictionary<string, string> guesses = split[PartNames.Train].Examples.GroupBy(example => example.QuestionType)
            .ToDictionary(type => type.Key, type => type.CountBy(example => example.MultipleChoiceAnswer).MaxBy(pair => pair.Value).Key);
        Assert.InRange(Share(split[PartNames.TestId], guesses), 0.45, 0.75);
        Assert.InRange(Share(split[PartNames.TestOod], guesses), 0, 0.2);
    }

    private static double Share(VqaDataset part, Dictionary<string, string> guesses) =>
        part.Examples.Average(example => guesses.GetValueOrDefault(example.QuestionType) == example.MultipleChoiceAnswer ? 1.0 : 0);
}
