using System.Collections.Frozen;
using System.Globalization;
using Espalier.Json;

namespace Espalier.Features;

/// <summary>
/// Converts TSV files of bottom-up attention features (<see cref="RegionTsvLine"/> tells their layouts; plain, gzip, or the one TSV of a zip) to a
/// <see cref="RegionFeatureStore"/>. Lines are decoded on several threads while others are read and written; memory does not grow with the files.
/// A conversion that was stopped goes on when it is started again with the same files.
/// </summary>
public static class RegionTsvConverter
{
    // What is decoded again at most after a kill.
    private const long KeepEvery = 256L << 20;

    /// <summary>Converts files.</summary>
    /// <param name="files">The files, in order; an image that several have is taken from the first.</param>
    /// <param name="output">The store to write; replaced on completion if it exists.</param>
    /// <param name="type">How to keep the features.</param>
    /// <param name="progress">Told how much is read, decompressed.</param>
    /// <param name="cancellation">Stops between blocks of lines, with what is done kept.</param>
    /// <returns>Images in the store.</returns>
    /// <exception cref="InputException">A file cannot be read, a line is not as it must be, or feature sizes differ.</exception>
    public static int Convert(
        IReadOnlyList<string> files, string output, RegionFeatureType type = RegionFeatureType.F16, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        int featureSize = FeatureSizeOf(files[0]);
        using RegionFeatureWriter writer = new(
            output, featureSize, RegionStoreFormat.MaxRegions, type, new RegionStoreJournal(output, Origin(files, featureSize, type)))
        {
            Tight = true,
        };
        FrozenSet<long> done = writer.Images.ToFrozenSet();
        long before = 0, unkept = 0;
        foreach (string file in files)
        {
            using Stream stream = Open(file);
            LineReader lines = new(stream, file);
            foreach (RegionTsvBlock block in RegionTsvBlock.Read(lines, file, done))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (RegionRecord record in block.Records)
                {
                    if (record.FeatureSize != featureSize)
                        throw new InputException(file, $"image {record.ImageId}", $"{record.FeatureSize} numbers a region", $"{featureSize}, as before it");
                    if (writer.Contains(record.ImageId)) continue;
                    writer.Add(record.ImageId, record.Features, record.Boxes);
                    unkept += (long)record.Features.Length * RegionStoreFormat.BytesPerNumber(type);
                }
                if (unkept > KeepEvery)
                {
                    writer.Keep();
                    unkept = 0;
                }
                progress?.Report(new WorkProgress("converting features", (before + block.End) >> 20, 0, "MiB"));
            }
            before += lines.Bytes;
        }
        writer.Complete();
        return writer.ImageCount;
    }

    private static Stream Open(string file) => InputStream.Open(file, name => name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase));

    private static int FeatureSizeOf(string file)
    {
        using Stream stream = Open(file);
        LineReader lines = new(stream, file);
        byte[] line = [];
        int length = lines.Read(ref line);
        if (length < 0) throw new InputException(file, "lines", "none", "region features, a line an image");
        RegionRecord record = new();
        RegionTsvLine.Read(line.AsSpan(0, length), record, file, 1);
        return record.FeatureSize;
    }

    // Names, sizes and times: a hash of such files would take as long as their conversion.
    private static string Origin(IReadOnlyList<string> files, int featureSize, RegionFeatureType type)
    {
        IEnumerable<string> names = files.Select(file => new FileInfo(file)).Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}");
        return string.Create(CultureInfo.InvariantCulture, $"tsv 1, {featureSize} numbers, {type}: {string.Join(", ", names)}");
    }
}
