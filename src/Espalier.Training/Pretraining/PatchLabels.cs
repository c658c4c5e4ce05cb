using Espalier.Data;
using Espalier.Features;

namespace Espalier.Training.Pretraining;

/// <summary>
/// What each patch of a corpus's images shows: the label of the smallest region around its centre that has a kind, smaller things standing before greater
/// ones, or the background, where there is no region at all. A word that looks for what is not there then finds the background, and not what by chance is like it.
/// </summary>
internal sealed class PatchLabels
{
    private readonly int _patches;
    private readonly RegionLabel _background;
    private readonly List<(int Patch, RegionLabel Label)[]> _images = [];

    /// <summary>Finds the labels.</summary>
    /// <param name="corpus">Has the labels of each image's regions.</param>
    /// <param name="features">Has their boxes.</param>
    /// <param name="side">Patches in a row, and in a column.</param>
    /// <exception cref="InputException">An image has no features, or not one label for each of its regions.</exception>
    public PatchLabels(PretrainingCorpus corpus, IRegionFeatures features, int side)
    {
        (_patches, _background) = (side * side, new RegionLabel(corpus.Kinds.Count, corpus.Colors.Count));
        float[] numbers = new float[features.MaxRegions * features.FeatureSize], boxes = new float[features.MaxRegions * 4];
        for (int i = 0; i < corpus.Images.Count; i++)
        {
            int count = features.Read(CorpusRegions.Find(corpus, i, features), numbers, boxes);
            CorpusRegions.CheckCount(corpus, i, count);
            _images.Add([.. Labels(corpus.Images[i].Regions, boxes, side)]);
        }
    }

    /// <summary>The labelled patches of an image, counted by rows; the background's kind and colour are those after the last of the corpus.</summary>
    /// <param name="image">Its index in the corpus.</param>
    public IReadOnlyList<(int Patch, RegionLabel Label)> Of(int image) => _images[image];

    /// <summary>The labelled patches of a batch.</summary>
    /// <param name="images">The image of each row, by its index in the corpus.</param>
    public LabelledPatches Of(ReadOnlySpan<int> images)
    {
        (List<long> at, List<long> kinds, List<long> colours) = ([], [], []);
        for (int row = 0; row < images.Length; row++)
        {
            foreach ((int patch, RegionLabel label) in _images[images[row]])
            {
                // The first state of each image is that of the class token.
                at.Add((row * (long)(_patches + 1)) + 1 + patch);
                kinds.Add(label.Kind);
                colours.Add(label.Color == RegionLabel.None ? RegionLabelHead.Unlabelled : label.Color);
            }
        }
        return new LabelledPatches(at.ToTensor(), kinds.ToTensor(), colours.ToTensor());
    }

    private IEnumerable<(int, RegionLabel)> Labels(IReadOnlyList<RegionLabel> regions, float[] boxes, int side)
    {
        for (int patch = 0; patch < side * side; patch++)
        {
            (float x, float y) = (((patch % side) + 0.5f) / side, ((patch / side) + 0.5f) / side);
            (int best, bool inside, float smallest) = (-1, false, float.PositiveInfinity);
            for (int r = 0; r < regions.Count; r++)
            {
                ReadOnlySpan<float> box = boxes.AsSpan(r * 4, 4);
                float area = (box[2] - box[0]) * (box[3] - box[1]);
                if (x < box[0] || box[2] < x || y < box[1] || box[3] < y) continue;
                inside = true;
                if (regions[r].Kind != RegionLabel.None && area < smallest) (best, smallest) = (r, area);
            }
            if (best >= 0) yield return (patch, regions[best]);
            else if (!inside) yield return (patch, _background);
        }
    }
}
