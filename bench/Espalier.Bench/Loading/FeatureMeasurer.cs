using System.Diagnostics;
using Espalier.Features;

namespace Espalier.Bench.Loading;

/// <summary>Works on region features in this process, which should do nothing else: memory is the whole process's.</summary>
internal static class FeatureMeasurer
{
    private const int Batch = 64, Batches = 300;

    public static LoadMeasurement Convert(string tsv, string store)
    {
        long start = Stopwatch.GetTimestamp();
        using (IRegionSource source = RegionFiles.Open([tsv], [])) RegionConverter.Convert(source, store);
        return LoadMeasurement.Taken(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Reads batches of images in random order, on one thread as training's loader does.</summary>
    public static LoadMeasurement Feed(string path)
    {
        using RegionFeatureStore store = RegionFeatureStore.Open(path);
        float[] features = new float[store.MaxRegions * store.FeatureSize], boxes = new float[store.MaxRegions * 4];
        Random random = new(1);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Batches * Batch; i++)
        {
            if (!store.TryFind(1 + random.Next(store.ImageCount), out int index)) throw new InvalidOperationException("an image is missing");
            store.Read(index, features, boxes);
        }
        return LoadMeasurement.Taken(Stopwatch.GetElapsedTime(start).TotalSeconds / Batches);
    }
}
