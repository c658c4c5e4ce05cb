using Espalier.Data;
using Espalier.Features;

namespace Espalier.Training.Pretraining;

/// <summary>
/// What each patch of a corpus's images shows: the label of the smallest region around its centre that has a kind. Smaller things stand before greater ones.
/// </summary>
internal sealed class PatchLabels
{
    private readonly List<(int Patch, RegionLabel Label)[]> _images = [];

    /// <summary>Finds the labels.</summary>
    /// <param name="corpus">Has the labels of each image's regions.</param>
    /// <param name="features">Has their boxes.</param>
    /// <param name="side">Patches in a row, and in a column.</param>
    /// <exception cref="InputException">An image has no features, or not one label for each of its regions.</exception>
    public PatchLabels(PretrainingCorpus corpus, IRegionFeatures features, int side)
    {
        Count = side * side;
        float[] numbers = new float[features.MaxRegions * features.FeatureSize], boxes = new float[features.MaxRegions * 4];
        for (int i = 0; i < corpus.Images.Count; i++)
        {
            int count = features.Read(CorpusRegions.Find(corpus, i, features), numbers, boxes);
            CorpusRegions.CheckCount(corpus, i, count);
            _images.Add([.. Labels(corpus.Images[i].Regions, boxes, side)]);
        }
    }

    /// <summary>Patches of an image.</summary>
    public int Count { get; }

    /// <summary>The labelled patches of an image, counted by rows.</summary>
    /// <param name="image">Its index in the corpus.</param>
    public IReadOnlyList<(int Patch, RegionLabel Label)> Of(int image) => _images[image];

    private static IEnumerable<(int, RegionLabel)> Labels(IReadOnlyList<RegionLabel> regions, float[] boxes, int side)
    {
        for (int patch = 0; patch < side * side; patch++)
        {
            (float x, float y) = (((patch % side) + 0.5f) / side, ((patch / side) + 0.5f) / side);
            (int best, float smallest) = (-1, float.PositiveInfinity);
            for (int r = 0; r < regions.Count; r++)
            {
                ReadOnlySpan<float> box = boxes.AsSpan(r * 4, 4);
                float area = (box[2] - box[0]) * (box[3] - box[1]);
                if (regions[r].Kind != RegionLabel.None && box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3] && area < smallest) (best, smallest) = (r, area);
            }
            if (best >= 0) yield return (patch, regions[best]);
        }
    }
}
