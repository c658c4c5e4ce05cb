using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>The region feature store. The header's checksum is made right again, or nothing behind it would ever be reached.</summary>
internal sealed class StoreReader(string folder) : FileReader(folder)
{
    public override string Name => "store";

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("half", Store(RegionFeatureType.F16, null));
        yield return ("single", Store(RegionFeatureType.F32, null));
        yield return ("provenance", Store(RegionFeatureType.F16, "pixels, version 1"));
    }

    public override void Read(byte[] bytes)
    {
        if (bytes.Length >= StoreBytes.HeaderSize) StoreBytes.Reseal(bytes);
        using RegionFeatureStore store = RegionFeatureStore.Open(Write("a.regions", bytes));
        Any(() => ReadAll(store), () => store.TryFind(6, out _), () => store.Verify());
    }

    private static void ReadAll(RegionFeatureStore store)
    {
        if ((long)store.MaxRegions * store.FeatureSize > 1 << 20) return;
        float[] features = new float[store.MaxRegions * store.FeatureSize], boxes = new float[store.MaxRegions * 4];
        for (int image = 0; image < store.ImageCount; image++) store.Read(image, features, boxes);
    }

    private byte[] Store(RegionFeatureType type, string? provenance) => Written(path =>
    {
        using RegionFeatureWriter writer = new(path, 3, 2, type, provenance: provenance);
        writer.Add(6, [1, 2, 3], [0, 0, 1, 1]);
        writer.Add(5, [1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 0, 0, 0.5f, 1]);
        writer.Complete();
    });
}
