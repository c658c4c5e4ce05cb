using Espalier.Features;

namespace Espalier.Core.Tests.Data;

/// <summary>Two images: number 0 with one region, number 7 with two; the features tell image and region.</summary>
internal sealed class TwoImages : IRegionFeatures
{
    public int FeatureSize => 3;

    public int MaxRegions => 2;

    public int ImageCount => 2;

    public bool TryFind(long imageId, out int index)
    {
        index = imageId == 7 ? 1 : 0;
        return imageId is 0 or 7;
    }

    public int Read(int index, Span<float> features, Span<float> boxes)
    {
        features[..6].Clear();
        boxes[..8].Clear();
        features[..((index + 1) * 3)].Fill(index + 1);
        boxes[..((index + 1) * 4)].Fill(0.5f);
        return index + 1;
    }
}
