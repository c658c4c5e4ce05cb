using Espalier.Data;
using Espalier.Text;
using static Espalier.Core.Tests.Data.Questions;

namespace Espalier.Core.Tests.Data;

public sealed class BatchAssemblerTests
{
    private readonly WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "what", "color"]);
    private readonly AnswerVocabulary vocabulary = new(["yes", "no"]);
    private readonly VqaExample[] examples =
    [
        Example(1, "no") with { Question = "what color" },
        Example(70, "blue") with { Question = "what", QuestionType = "what" },
        Example(72, "yes", ["yes", "no", .. "maybe".Times(8)]) with { Question = "\u200b" },
    ];

    private AnswerPriors priors = null!;

    [Fact]
    public void Rows_are_gathered_in_the_order_asked_for()
    {
        BatchAssembler assembler = new(Encode(examples), priors, new TwoImages());
        VqaBatch batch = assembler.CreateBatch(2);
        assembler.Fill([1, 0], batch);
        Assert.Equal(2, batch.Size);
        Assert.Equal([2, 4, 3, 0, 2, 4, 5, 3], batch.TokenIds);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1, 1], batch.TokenMask);
        Assert.Equal([2, 2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0], batch.Features);
        Assert.Equal([1, 1, 1, 0], batch.RegionMask);
        Assert.Equal([0, 0, 0, 1], batch.Targets);
        Assert.Equal([0, 0, 0.15f, 0.65f], batch.Bias);
        Assert.Equal([-1, 1], batch.HardLabels);
    }

    [Fact]
    public void A_batch_filled_again_keeps_nothing_of_the_last()
    {
        BatchAssembler assembler = new(Encode(examples), priors, new TwoImages());
        VqaBatch used = assembler.CreateBatch(2), fresh = assembler.CreateBatch(2);
        assembler.Fill([0, 1], used);
        assembler.Fill([2, 0], used);
        assembler.Fill([2, 0], fresh);
        Assert.Equal(fresh.TokenIds, used.TokenIds);
        Assert.Equal(fresh.TokenMask, used.TokenMask);
        Assert.Equal(fresh.Features, used.Features);
        Assert.Equal(fresh.Boxes, used.Boxes);
        Assert.Equal(fresh.RegionMask, used.RegionMask);
        Assert.Equal(fresh.Targets, used.Targets);
        Assert.Equal([0.3f, 0.3f, 0, 1], used.Targets);
    }

    [Fact]
    public void Filling_allocates_nothing()
    {
        BatchAssembler assembler = new(Encode(examples), priors, new TwoImages());
        VqaBatch batch = assembler.CreateBatch(3);
        int[] rows = [0, 1, 2];
        assembler.Fill(rows, batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) assembler.Fill(rows, batch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_question_without_visible_characters_attends_to_one_token()
    {
        EncodedQuestions encoded = Encode(examples, EncodingForm.Bare);
        Assert.Equal([2, 1, 1], encoded.TokenCounts);
        Assert.Equal([4, 5, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0], encoded.TokenIds);
    }

    [Fact]
    public void Images_without_features_are_listed()
    {
        InputException error = Assert.Throws<InputException>(() => Encode([.. examples, .. Enumerable.Range(20, 7).Select(i => Example(i * 10, "no"))]));
        Assert.Contains("7 images without region features: 20, 21, 22, 23, 24, ...", error.Message, StringComparison.Ordinal);
    }

    private EncodedQuestions Encode(VqaExample[] data, EncodingForm form = EncodingForm.Standard)
    {
        AnswerScore[][] targets = [.. data.Select(e => SoftTargets.For(e, vocabulary, SoftTargetForm.Table))];
        priors = AnswerPriors.Build(data, targets, vocabulary.Count);
        return EncodedQuestions.Encode(new VqaDataset("train", data), tokenizer, new EncodingOptions(4, form), vocabulary, priors, new TwoImages(), SoftTargetForm.Table);
    }
}
