using Espalier.Features;
using Espalier.Orchard.Scenes;

namespace Espalier.Orchard.Regions;

/// <summary>The regions of one picture with their features, as the feature store takes them.</summary>
internal sealed class RegionSheet
{
    internal RegionSheet(PixelImage image, IReadOnlyList<Region> regions)
    {
        Boxes = new float[regions.Count * 4];
        Features = new float[regions.Count * PixelFeaturizer.FeatureSize];
        for (int i = 0; i < regions.Count; i++)
        {
            Box box = regions[i].Box;
            ((ReadOnlySpan<float>)[box.Left / Scene.Side, box.Top / Scene.Side, box.Right / Scene.Side, box.Bottom / Scene.Side]).CopyTo(Boxes.AsSpan(i * 4));
        }
        PixelFeaturizer.Describe(image, Boxes, Features);
    }

    /// <summary>Regions x 4: x1, y1, x2, y2 as fractions.</summary>
    internal float[] Boxes { get; }

    /// <summary>Regions x <see cref="PixelFeaturizer.FeatureSize"/>.</summary>
    internal float[] Features { get; }
}
