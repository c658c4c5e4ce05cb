using Espalier.Data;
using Espalier.Orchard.Questions;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Tests;

public sealed class QuestionTruthTests
{
    [Fact]
    public void Every_possible_question_has_the_answer_that_an_independent_reading_gives()
    {
        HashSet<string> types = [];
        for (int image = 0; image < 250; image++)
        {
            Scene scene = SceneMaker.Make(Dice.For(3, 1, image), image % 2 == 0 ? Taste.Natural : Taste.Even);
            Oracle oracle = new(scene);
            foreach (QuestionType type in QuestionType.All)
            {
                foreach (Candidate candidate in type.Ask(new(scene), Dice.For(3, 2, image)))
                {
                    types.Add(type.Name);
                    Assert.StartsWith(type.Name, candidate.Text, StringComparison.Ordinal);
                    Assert.Equal(candidate.Answer, oracle.Answer(candidate.Text));
                    Assert.Equal(candidate.Family, AnswerFamilies.Of(candidate.Answer));
                }
            }
        }
        Assert.Equal(QuestionType.All.Count, types.Count);
    }

    [Fact]
    public void A_pool_has_exactly_the_questions_asked_for_and_none_twice_about_an_image()
    {
        VqaExample[] examples = PoolSample.Examples(5003);
        Assert.Equal(5003, examples.Length);
        Assert.Equal(examples.Length, examples.DistinctBy(example => (example.ImageId, example.Question)).Count());
        Assert.Equal(examples.Select(example => example.QuestionId).Order(), examples.Select(example => example.QuestionId));
    }

    [Fact]
    public void Questions_of_a_larger_pool_begin_with_those_of_a_smaller_one()
    {
        VqaExample[] small = PoolSample.Examples(300), large = PoolSample.Examples(600);
        Assert.Equal(small.Select(example => example.Question), large.Take(300).Select(example => example.Question));
    }
}
