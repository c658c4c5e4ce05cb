using Espalier.Data;
using Espalier.Features;
using Espalier.Packing;
using Espalier.Text;
using Espalier.Training.Models;

namespace Espalier.Cli.Comparison;

/// <summary>A model's shape, and that of its questions, all of which are as long as that.</summary>
/// <param name="Config">The model.</param>
/// <param name="Words">Word pieces of a question.</param>
/// <param name="Regions">Regions of a picture; null where the model reads pixels.</param>
internal sealed record ModelCase(BackboneConfig Config, int Words, int? Regions)
{
    // mPLUG ranks all of them; a run's shortlist is as long where it has more answers.
    private const int WrittenAnswers = 128;

    /// <summary>Of base the published shape, with 36 regions; of tiny that of the quickstart: 210 word pieces, 40 answers, at most 14 pieces and 8 regions.</summary>
    public static ModelCase Of(string backbone, string size)
    {
        BackboneConfig config = Backbones.Named(backbone).Size(size);
        bool regions = config is RegionBackboneConfig;
        return size == "base"
            ? new ModelCase(config, 20, regions ? 36 : null)
            : new ModelCase(config.For(new DataSizes(210, 40, PixelFeaturizer.FeatureSize)), 14, regions ? 8 : null);
    }

    /// <summary>What the picture of a question is.</summary>
    public string Picture => Regions is { } count ? $"{count} regions" : $"{Config.PictureSide} x {Config.PictureSide} pixels";

    /// <summary>What a packed file must say, although nobody asks this one by words.</summary>
    /// <param name="sparsity">The fraction of zeros among its prunable weights.</param>
    public PackedDescription Describe(double sparsity)
    {
        string[] pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. Enumerable.Range(4, Config.VocabularySize - 4).Select(i => $"piece{i}")];
        int features = (Config as RegionBackboneConfig)?.FeatureSize ?? PixelFeaturizer.FeatureSize;
        return new PackedDescription(
            Config.ToJson(), new WordPieceTokenizer(pieces), new AnswerVocabulary(Answers(pieces)), new RegionForm(features, Regions ?? 1, null, null), new EncodingOptions(Words),
            new PackedLineage("bench", "random", Config.ModelType, 1, sparsity, [], ""), null, Config.Generates ? new PackedRanking(WrittenAnswers) : null);
    }

    // Of those that are written every second one has two word pieces.
    private IEnumerable<string> Answers(string[] pieces) => Config is RegionBackboneConfig regions
        ? Enumerable.Range(0, regions.AnswerCount).Select(i => $"answer {i}")
        : Enumerable.Range(0, WrittenAnswers).Select(i => i % 2 == 0 ? pieces[4 + i] : $"{pieces[4 + i]} {pieces[5 + i]}");
}
