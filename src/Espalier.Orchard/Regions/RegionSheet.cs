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
            Span<float> target = Boxes.AsSpan(i * 4, 4);
            (target[0], target[1]) = (box.Left / Scene.Side, box.Top / Scene.Side);
            (target[2], target[3]) = (box.Right / Scene.Side, box.Bottom / Scene.Side);
        }
        PixelFeaturizer.Describe(image, Boxes, Features);
    }

    /// <summary>Regions x 4: x1, y1, x2, y2 as fractions.</summary>
    internal float[] Boxes { get; }

    /// <summary>Regions x <see cref="PixelFeaturizer.FeatureSize"/>.</summary>
    internal float[] Features { get; }
}
