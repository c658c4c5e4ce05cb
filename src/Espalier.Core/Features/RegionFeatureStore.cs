using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Espalier.Checkpoints;

namespace Espalier.Features;

/// <summary>
/// Region features in one file, made by <see cref="RegionFeatureWriter"/>. Opening reads the header alone and takes the same time whatever the size;
/// images are found by binary search in the index, which is mapped; their features are read, so that the process does not grow with what it has seen of
/// a great store, and the operating system keeps what is used in its cache. Reading allocates nothing and may go on in several threads at once,
/// but not while the store is being disposed of. The file must not be shortened while it is open.
/// </summary>
public sealed class RegionFeatureStore : IRegionFeatures, IDisposable
{
    private readonly MappedFile _map;
    private readonly RegionStoreHeader _header;
    private readonly long _recordsAt;

    private RegionFeatureStore(MappedFile map, RegionStoreHeader header)
    {
        (_map, _header, _recordsAt) = (map, header, RegionStoreFormat.HeaderSize);
        if (!header.HasProvenance) return;
        ReadOnlySpan<byte> after = map.Span(_recordsAt, Math.Min(header.IndexOffset - _recordsAt, RegionStoreProvenance.MaxBlock));
        (Provenance, int end) = RegionStoreProvenance.Decode(after, map.Path);
        _recordsAt += end;
    }

    /// <inheritdoc/>
    public int FeatureSize => _header.FeatureSize;

    /// <inheritdoc/>
    public int MaxRegions => _header.MaxRegions;

    /// <inheritdoc/>
    public int ImageCount => (int)_header.ImageCount;

    /// <summary>Regions of all images together.</summary>
    public long RegionCount => _header.RegionCount;

    /// <summary>How features are kept in the file.</summary>
    public RegionFeatureType Type => _header.Type;

    /// <inheritdoc/>
    public string? Provenance { get; }

    /// <summary>The checksum of the index, which holds those of all images: another one, other contents.</summary>
    public uint Checksum => _header.IndexChecksum;

    /// <summary>Opens a store and checks its header; <see cref="Verify"/> checks everything else.</summary>
    /// <exception cref="InputException">The file is absent, cut short, damaged in its header, or no store.</exception>
    public static RegionFeatureStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        if (!file.Exists) throw new InputException(path, "file", "nothing there", "a region feature store");
        if (file.Length == 0) throw new InputException(path, "file", "0 bytes", "a region feature store");
        var map = new MappedFile(path);
        try
        {
            ReadOnlySpan<byte> start = map.Span(0, Math.Min(map.Length, RegionStoreFormat.HeaderSize));
            return new RegionFeatureStore(map, RegionStoreFormat.ReadHeader(start, map.Length, path));
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryFind(long imageId, out int index)
    {
        int low = 0, high = ImageCount - 1;
        while (low <= high)
        {
            index = low + ((high - low) >> 1);
            long id = Entry(index).ImageId;
            if (id == imageId) return true;
            if (id < imageId) low = index + 1;
            else high = index - 1;
        }
        index = -1;
        return false;
    }

    /// <summary>The id of the image at an index; ids ascend with the index.</summary>
    public long ImageId(int index) => Entry(index).ImageId;

    /// <inheritdoc/>
    /// <exception cref="InputException">The index names a place outside the file: the store is damaged.</exception>
    public int Read(int index, Span<float> features, Span<float> boxes)
    {
        if (features.Length < MaxRegions * FeatureSize)
            throw new ArgumentException($"needs {MaxRegions} x {FeatureSize} numbers", nameof(features));
        if (boxes.Length < MaxRegions * 4) throw new ArgumentException($"needs {MaxRegions} x 4 numbers", nameof(boxes));
        RegionStoreEntry entry = Entry(index);
        int regions = entry.Regions, boxBytes = regions * 4 * sizeof(float), count = regions * FeatureSize, length = RecordLength(entry, index);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> record = buffer.AsSpan(0, length);
        _map.Read(entry.Offset, record);
        MemoryMarshal.Cast<byte, float>(record[..boxBytes]).CopyTo(boxes);
        boxes[(regions * 4)..].Clear();
        Span<byte> numbers = record[boxBytes..];
        if (Type == RegionFeatureType.F16) TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(numbers), features[..count]);
        else MemoryMarshal.Cast<byte, float>(numbers).CopyTo(features);
        ArrayPool<byte>.Shared.Return(buffer);
        features[count..].Clear();
        return regions;
    }

    /// <summary>Reads the whole file and checks every checksum, the index's order and that records do not overlap the index.</summary>
    /// <exception cref="InputException">Something is damaged; the message names the image or the place.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Verify(IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        uint indexChecksum = 0;
        byte[] buffer = new byte[RegionStoreFormat.RecordBytes(MaxRegions, FeatureSize, Type)];
        long regions = 0, bytes = 0;
        for (int i = 0; i < ImageCount; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            indexChecksum = RegionStoreFormat.Checksum(indexChecksum, EntryBytes(i));
            RegionStoreEntry entry = Entry(i);
            if (i > 0 && ImageId(i - 1) >= entry.ImageId)
                throw new InputException(_map.Path, $"index entry {i}", $"image {entry.ImageId}", "ascending image ids");
            Span<byte> record = buffer.AsSpan(0, RecordLength(entry, i));
            // Or a small file whose images are all one record would take as long as a large one.
            if ((bytes += record.Length) > _header.IndexOffset - _recordsAt) throw Damaged(i, "a record that other images have too", "records of their own");
            _map.Read(entry.Offset, record);
            if (RegionStoreFormat.Checksum(0, record) != entry.Checksum)
                throw new InputException(_map.Path, $"image {entry.ImageId} at byte {entry.Offset}", "a wrong checksum",
                    "undamaged features");
            regions += entry.Regions;
            if ((i + 1) % 1024 == 0 || i + 1 == ImageCount)
                progress?.Report(new WorkProgress("verify features", i + 1, ImageCount, "images"));
        }
        if (indexChecksum != _header.IndexChecksum) throw new InputException(_map.Path, "index", "a wrong checksum", "an undamaged index");
        if (regions != _header.RegionCount)
            throw new InputException(_map.Path, "index", $"{regions} regions", $"{_header.RegionCount} regions, as the header says");
    }

    /// <inheritdoc/>
    public void Dispose() => _map.Dispose();

    private RegionStoreEntry Entry(int index) => MemoryMarshal.Read<RegionStoreEntry>(EntryBytes(index));

    private ReadOnlySpan<byte> EntryBytes(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_header.ImageCount, nameof(index));
        return _map.Span(_header.IndexOffset + ((long)index * RegionStoreEntry.Size), RegionStoreEntry.Size);
    }

    private int RecordLength(RegionStoreEntry entry, int index)
    {
        if (entry.Regions < 1 || entry.Regions > MaxRegions) throw Damaged(index, $"{entry.Regions} regions", $"1 to {MaxRegions}");
        int length = RegionStoreFormat.RecordBytes(entry.Regions, FeatureSize, Type);
        if (entry.Offset < _recordsAt || entry.Offset > _header.IndexOffset - length)
            throw Damaged(index, $"a record of {length} bytes at {entry.Offset}", $"a record before byte {_header.IndexOffset}");
        return length;
    }

    private InputException Damaged(int index, string found, string expected) => new(_map.Path, $"index entry {index}", found, expected);
}
