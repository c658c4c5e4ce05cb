using Espalier.Data;
using Espalier.Text;
using Espalier.Training.Models;
using Espalier.Training.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pretraining;

public sealed class PatchLabelHeadTests
{
    private static readonly MplugConfig Shape = MplugConfig.Tiny;

    [Fact]
    public void The_background_is_kind_and_colour_of_its_own_that_states_learn_to_tell_from_things()
    {
        using DisposeScope scope = NewDisposeScope();
        using WritingHeads heads = new(Shape, seed: 3);
        using LabelWords words = Words();
        Tensor table = Random([Shape.VocabularySize, Shape.HiddenSize], 1);
        Tensor states = Random([3, Shape.HiddenSize], 2).requires_grad_(true);
        // An apple and a boat, one of them red and the other of a colour without a name, and the background.
        LabelledPatches patches = new(tensor(new long[] { 1, 2, 3 }), tensor(new long[] { 0, 1, 2 }), tensor(new long[] { 0, RegionLabelHead.Unlabelled, 1 }));

        double Step()
        {
            Tensor loss = heads.Patches.Loss(states, table, words, patches);
            IList<Tensor> gradients = autograd.grad([loss], [states]);
            using (no_grad()) states.sub_(gradients[0] * 100);
            return loss.item<float>();
        }

        double first = Step();
        for (int i = 0; i < 200; i++) Step();

        Assert.InRange(first, Math.Log(6) - 0.3, Math.Log(6) + 0.3);
        Assert.InRange(Step(), 0, 0.5);
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
