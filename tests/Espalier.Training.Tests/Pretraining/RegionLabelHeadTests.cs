using Espalier.Data;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

public sealed class RegionLabelHeadTests
{
    private static readonly MplugConfig Shape = MplugConfig.Tiny;

    [Fact]
    public void The_background_is_a_kind_of_its_own_that_states_learn_to_tell_from_things()
    {
        using DisposeScope scope = NewDisposeScope();
        using WritingHeads heads = new(Shape, seed: 3);
        using LabelWords words = Words();
        Tensor table = Random([Shape.VocabularySize, Shape.HiddenSize], 1);
        Tensor states = Random([3, Shape.HiddenSize], 2).requires_grad_(true);
        Tensor kinds = tensor(new long[] { 0, 1, 2 }), colours = full([3], RegionLabelHead.Unlabelled, ScalarType.Int64);

        double Step()
        {
            Tensor loss = heads.Regions.Loss(states, table, words, kinds, colours);
            IList<Tensor> gradients = autograd.grad([loss], [states]);
            using (no_grad()) states.sub_(gradients[0] * 100);
            return loss.item<float>();
        }

        double first = Step();
        for (int i = 0; i < 200; i++) Step();

        Assert.InRange(first, Math.Log(3) - 0.2, Math.Log(3) + 0.2);
        Assert.InRange(Step(), 0, 0.5);
    }

    [Fact]
    public void A_head_of_regions_knows_no_background()
    {
        using DisposeScope scope = NewDisposeScope();
        using RegionLabelHead head = new(Shape);
        using LabelWords words = Words();

        Assert.DoesNotContain("background", head.named_parameters().Select(parameter => parameter.name));
    }

    private static LabelWords Words()
    {
        WordPieceTokenizer tokenizer = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "apple", "boat", "red", .. Enumerable.Range(0, Shape.VocabularySize - 8).Select(i => $"w{i}")]);
        return new LabelWords(new PretrainingCorpus { Kinds = ["apple", "boat"], Colors = ["red"], Images = [] }, tokenizer);
    }

    private static Tensor Random(long[] shape, long seed)
    {
        using Generator generator = new((ulong)seed);
        return randn(shape, generator: generator) * 0.02;
    }
}
