using System.Collections.Frozen;

namespace Espalier.Features;

/// <summary>
/// Converts files of region features, or what else is a source of them, to a <see cref="RegionFeatureStore"/>. Memory does not grow with the files. A
/// conversion that was stopped, or killed, goes on when it is started again with the same files.
/// </summary>
public static class RegionConverter
{
    /// <summary>Converts files.</summary>
    /// <param name="source">The files; an image that comes several times is taken from the first.</param>
    /// <param name="output">The store to write; replaced on completion if it exists.</param>
    /// <param name="type">How to keep the features.</param>
    /// <param name="progress">Told how much is read.</param>
    /// <param name="cancellation">Stops between blocks of images, with what is done kept.</param>
    /// <returns>Images in the store.</returns>
    /// <exception cref="InputException">A file cannot be read, an image is not as it must be, or feature sizes differ.</exception>
    public static int Convert(
        IRegionSource source, string output, RegionFeatureType type = RegionFeatureType.F16, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        int featureSize = source.FeatureSize;
        RegionStoreJournal journal = new(output, $"{source.Origin}, {featureSize} numbers, {type}");
        using RegionFeatureWriter writer = new(output, featureSize, RegionStoreFormat.MaxRegions, type, journal, source.Provenance) { Tight = true };
        long unkept = 0, total = source.Total;
        foreach ((IEnumerable<RegionRecord> images, long read) in source.Read(writer.Images.ToFrozenSet()))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (RegionRecord image in images)
            {
                if (image.FeatureSize != featureSize)
                    throw new InputException(output, $"image {image.ImageId}", $"{image.FeatureSize} numbers a region", $"{featureSize}, as before it");
                if (writer.Contains(image.ImageId)) continue;
                writer.Add(image.ImageId, image.Features, image.Boxes);
                unkept += (long)image.Features.Length * RegionStoreFormat.BytesPerNumber(type);
            }
            if (unkept > source.KeepEvery)
            {
                writer.Keep();
                unkept = 0;
            }
            progress?.Report(new WorkProgress("converting features", read, total, source.Unit));
        }
        writer.Complete();
        return writer.ImageCount;
    }
}
