using Espalier.Features;

namespace Espalier.Fuzz.Readers;

/// <summary>Reads region features as their conversion does, but writes no store.</summary>
internal static class Regions
{
    private static readonly HashSet<long> None = [];

    public static void ReadAll(IRegionSource source)
    {
        using (source)
        {
            _ = (source.FeatureSize, source.Total, source.Origin);
            foreach ((IEnumerable<RegionRecord> images, _) in source.Read(None))
            {
                foreach (RegionRecord image in images) _ = image.Features.Length + image.Boxes.Length;
            }
        }
    }
}
