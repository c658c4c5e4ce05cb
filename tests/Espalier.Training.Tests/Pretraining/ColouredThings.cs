using Espalier.Data;
using Espalier.Features;
using Espalier.Numerics;
using Espalier.Text;

namespace Espalier.Training.Tests.Pretraining;

/// <summary>Images of three things, each of another kind and of any colour, with one question about the colour of one of them.</summary>
internal sealed class ColouredThings : IRegionFeatures
{
    private const int Things = 3;
    private static readonly string[] Kinds = ["apple", "boat", "cup", "dog"], Colours = ["red", "green", "blue"];

    private readonly List<PretrainingImage> images = [];

    public ColouredThings(int count, ulong seed)
    {
        SplitMix random = new(seed);
        for (int id = 0; id < count; id++)
        {
            int first = random.Below(Kinds.Length);
            RegionLabel[] things = [.. Enumerable.Range(0, Things).Select(i => new RegionLabel((first + i) % Kinds.Length, random.Below(Colours.Length)))];
            RegionLabel asked = things[random.Below(Things)];
            string kind = Kinds[asked.Kind], colour = Colours[asked.Color];
            images.Add(new PretrainingImage(id, [$"a {colour} {kind}"], things, [new PretrainingQuestion($"what color is the {kind}", "what color", colour)]));
        }
    }

    public PretrainingCorpus Corpus => new() { Kinds = Kinds, Colors = Colours, Images = images };

    public static WordPieceTokenizer Tokenizer { get; } = new(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "what", "color", "is", "the", .. Kinds, .. Colours]);

    public int FeatureSize => Kinds.Length + Colours.Length;

    public int MaxRegions => Things;

    public int ImageCount => images.Count;

    public bool TryFind(long imageId, out int index) => (index = (int)imageId) < images.Count;

    public int Read(int index, Span<float> features, Span<float> boxes)
    {
        features.Clear();
        boxes.Fill(0.5f);
        for (int i = 0; i < Things; i++)
        {
            RegionLabel label = images[index].Regions[i];
            features[(i * FeatureSize) + label.Kind] = features[(i * FeatureSize) + Kinds.Length + label.Color] = 2;
        }
        return Things;
    }
}
