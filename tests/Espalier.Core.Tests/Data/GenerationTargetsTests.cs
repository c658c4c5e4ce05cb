using Espalier.Data;
using Espalier.Text;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class GenerationTargetsTests
{
    private readonly WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "yes", "no", "dark", "blue"]);

    [Fact]
    public void Each_distinct_answer_has_its_share_of_annotators_and_of_its_question_type()
    {
        GenerationTargets targets = GenerationTargets.Of(
            [Example(1, "yes", ["yes", "yes", "no", "dark blue"]), Example(2, "no", ["no", "no", "no", "no"]),
                Example(3, "no", ["no"]) with { QuestionType = "other" }], tokenizer);
        (long[] ids, float[] weights, float[] bias) = (new long[15], new float[3], new float[3]);

        Assert.Equal((3, 3, 5), (targets.Count, targets.MostAnswers, targets.AnswerLength));
        targets.Fill(0, ids, weights, bias);
        Assert.Equal([2, 4, 3, 3, 0, 2, 5, 3, 3, 0, 2, 6, 7, 3, 3], ids);
        Assert.Equal([0.5f, 0.25f, 0.25f], weights);
        Assert.Equal([0.25f, 0.625f, 0.125f], bias);
        targets.Fill(2, ids, weights, bias);
        Assert.Equal([2, 5, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ids);
        Assert.Equal([1, 0, 0], weights);
        Assert.Equal([1, 0, 0], bias);
    }

    [Fact]
    public void A_long_answer_is_cut_and_still_ends()
    {
        AnswerSequences answers = AnswerSequences.Of(["yes no yes no yes"], tokenizer, longest: 6);
        Assert.Equal([2, 4, 5, 4, 3, 3], answers.Ids);
    }
}
