using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Operations of one question, against counts by hand.</summary>
public sealed class BackboneFlopsTests
{
    private const int Hidden = 96, Wide = 384, Answers = 10, Features = 50, Words = 14, Regions = 8;

    // A multiply and an add; query, key, value and output, and the two halves of the feed-forward layer.
    private const long Layer = (4L * Hidden * Hidden) + (2L * Hidden * Wide), Head = 2L * Hidden * (Hidden + Answers);

    [Fact]
    public void VisualBert_runs_every_layer_over_words_and_regions()
    {
        const long Joint = Words + Regions;
        long expected = 2 * ((3 * ((Layer * Joint) + (2 * Joint * Joint * Hidden))) + (Features * Hidden * Regions) + (Hidden * Hidden) + Head);
        Assert.Equal(expected, Count(Sized(new VisualBertConfig { Layers = 3 })));
    }

    [Fact]
    public void Lxmert_runs_each_modality_alone_and_then_both_across()
    {
        long alone = (2 * ((Layer * Words) + (2L * Words * Words * Hidden))) + (Layer * Regions) + (2L * Regions * Regions * Hidden);
        long cross = (4L * Hidden * Hidden * (Words + Regions)) + (4L * Words * Regions * Hidden)
            + (Layer * (Words + Regions)) + (2L * ((Words * Words) + (Regions * Regions)) * Hidden);
        long expected = 2 * (alone + cross + ((Features + 4) * Hidden * Regions) + (Hidden * Hidden) + Head);
        Assert.Equal(expected, Count(Sized(new LxmertConfig { LanguageLayers = 2, VisionLayers = 1, CrossLayers = 1 })));
    }

    private static RegionBackboneConfig Sized(RegionBackboneConfig layers) => layers with
    {
        HiddenSize = Hidden,
        HeadCount = 3,
        IntermediateSize = Wide,
        AnswerCount = Answers,
        FeatureSize = Features,
        VocabularySize = 30,
    };

    private static long Count(RegionBackboneConfig config)
    {
        using RegionBackbone model = config.Blank(META);
        Dictionary<string, long> kept = model.Matrices.Where(matrix => matrix.Modality is not null).ToDictionary(matrix => matrix.Name, matrix => matrix.Weight.numel());
        return config.FlopsPerQuestion(kept, Words, Regions);
    }
}
