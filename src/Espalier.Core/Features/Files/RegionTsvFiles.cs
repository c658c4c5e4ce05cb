using System.Globalization;
using Espalier.Json;

namespace Espalier.Features;

/// <summary>TSV files of bottom-up attention features; <see cref="RegionTsvLine"/> tells their layouts. Each plain, gzip, or the one TSV of a zip.</summary>
/// <param name="files">The files, in order, at least one.</param>
public sealed class RegionTsvFiles(IReadOnlyList<string> files) : IRegionSource
{
    // Published files have tens of GiB. What comes out of a small archive is still bounded: each line by itself.
    private const long MostBytes = 1L << 44;

    // Names, sizes and times: a hash of such files would take as long as their conversion.
    /// <inheritdoc/>
    public string Origin => "tsv 1: " + string.Join(", ", files.Select(file => new FileInfo(file))
        .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {(file.Exists ? file.Length : 0)} {file.LastWriteTimeUtc.Ticks}")));

    /// <inheritdoc/>
    public string Unit => "MiB";

    /// <inheritdoc/>
    public long Total => 0;

    /// <inheritdoc/>
    public int FeatureSize
    {
        get
        {
            using Stream stream = Open(files[0]);
            LineReader lines = new(stream, files[0]);
            byte[] line = [];
            int length = lines.Read(ref line);
            if (length < 0) throw new InputException(files[0], "lines", "none", "region features, a line an image");
            RegionRecord record = new();
            RegionTsvLine.Read(line.AsSpan(0, length), record, files[0], 1);
            return record.FeatureSize;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(IEnumerable<RegionRecord> Images, long Read)> Read(IReadOnlySet<long> done)
    {
        byte[][] texts = [.. Enumerable.Range(0, DecodedBlocks.Slots).Select(_ => Array.Empty<byte>())];
        int[] lengths = new int[DecodedBlocks.Slots];
        long[] numbers = new long[DecodedBlocks.Slots];
        long before = 0;
        foreach (string file in files)
        {
            using Stream stream = Open(file);
            LineReader lines = new(stream, file);
            foreach (IEnumerable<RegionRecord> images in DecodedBlocks.Run<RegionRecord>(slot => Next(lines, slot), (slot, record) => Decode(slot, record, file)))
                yield return (images, (before + lines.Bytes) >> 20);
            before += lines.Bytes;
        }

        bool Next(LineReader lines, int slot)
        {
            lengths[slot] = lines.Read(ref texts[slot]);
            numbers[slot] = lines.Lines;
            return lengths[slot] >= 0;
        }

        bool Decode(int slot, RegionRecord record, string file)
        {
            ReadOnlySpan<byte> line = texts[slot].AsSpan(0, lengths[slot]);
            if (line.Length == 0 || (RegionTsvLine.ImageId(line) is { } id && done.Contains(id))) return false;
            RegionTsvLine.Read(line, record, file, numbers[slot]);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Each file is closed when it has been read.
    }

    private static Stream Open(string file) => InputStream.Open(file, name => name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase), MostBytes);
}
