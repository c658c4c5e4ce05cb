using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Espalier.Features;

/// <summary>
/// Writes a <see cref="RegionFeatureStore"/> image by image, in any order, holding one record and some 60 bytes an image in memory. The
/// file appears under its name, complete, when <see cref="Complete"/> returns; until then it grows beside it under a temporary name, and
/// disposing without completing removes that. Not for several threads at once.
/// </summary>
public sealed class RegionFeatureWriter : IDisposable
{
    // Quotients of pixels may end a little outside the picture; whole pixels instead of fractions are far outside.
    private const float BoxTolerance = 1e-3f;

    private readonly string _path, _aside;
    private readonly int _featureSize, _maxRegions;
    private readonly RegionFeatureType _type;
    private readonly RegionStoreJournal? _journal;
    private readonly FileStream _stream;
    private readonly HashSet<long> _seen = [];
    private readonly List<RegionStoreEntry> _index = [];
    private readonly byte[] _record;
    private readonly bool _hasProvenance;
    private long _position, _regionCount;
    private int _kept, _mostRegions;
    private bool _completed;

    /// <summary>Starts a store; its folder is created if need be.</summary>
    /// <param name="path">The file; replaced on completion if it exists.</param>
    /// <param name="featureSize">Numbers a region.</param>
    /// <param name="maxRegions">The most regions that an image may have.</param>
    /// <param name="type">How to keep the features; boxes are always single.</param>
    /// <param name="journal">
    /// If given, an unfinished store of the same origin is gone on with, and one that is not completed is kept; <see cref="Keep"/> says what of it. Disposed of
    /// with the writer.
    /// </param>
    /// <param name="provenance">What the features were made with, a line to be kept in the store; null keeps none.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public RegionFeatureWriter(
        string path, int featureSize, int maxRegions, RegionFeatureType type = RegionFeatureType.F16, RegionStoreJournal? journal = null, string? provenance = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureSize, RegionStoreFormat.MaxFeatureSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRegions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRegions, RegionStoreFormat.MaxRegions);
        if (type is not (RegionFeatureType.F16 or RegionFeatureType.F32)) throw new ArgumentOutOfRangeException(nameof(type));
        (_path, _featureSize, _maxRegions, _type) = (Path.GetFullPath(path), featureSize, maxRegions, type);
        byte[] start = [.. new byte[RegionStoreFormat.HeaderSize], .. RegionStoreProvenance.Encode(provenance)];
        (_position, _hasProvenance) = (start.Length, provenance is not null);
        _record = new byte[RegionStoreFormat.RecordBytes(maxRegions, featureSize, type) + RegionStoreFormat.Alignment];
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _journal = journal;
        if (journal is null)
        {
            _aside = $"{_path}.{Guid.NewGuid():N}.tmp";
            _stream = new FileStream(_aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            _stream.Write(start);
            return;
        }
        _aside = journal.DataPath;
        foreach (RegionStoreEntry entry in journal.Open(regions => RegionStoreFormat.RecordBytes(regions, featureSize, type)))
        {
            _seen.Add(entry.ImageId);
            _index.Add(entry);
            _position = entry.Offset + RegionStoreFormat.Padded(RegionStoreFormat.RecordBytes(entry.Regions, featureSize, type));
            (_regionCount, _mostRegions) = (_regionCount + entry.Regions, Math.Max(_mostRegions, entry.Regions));
        }
        _kept = _index.Count;
        _stream = new FileStream(_aside, _kept > 0 ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        if (_kept == 0) _stream.Write(start);
        _stream.SetLength(_position);
        _stream.Position = _position;
    }

    /// <summary>Images written so far.</summary>
    public int ImageCount => _index.Count;

    /// <summary>Whether the store says the largest number of regions that an image has, rather than what was allowed.</summary>
    public bool Tight { get; init; }

    /// <summary>The images written so far.</summary>
    public IReadOnlyCollection<long> Images => _seen;

    /// <summary>Whether an image has been written, now or before an interruption.</summary>
    public bool Contains(long imageId) => _seen.Contains(imageId);

    /// <summary>With a journal, makes sure that what was added so far survives an interruption.</summary>
    public void Keep()
    {
        if (_journal is null || _kept == _index.Count) return;
        _stream.Flush(flushToDisk: true);
        _journal.Add(CollectionsMarshal.AsSpan(_index)[_kept..]);
        _kept = _index.Count;
    }

    /// <summary>Adds an image.</summary>
    /// <param name="imageId">Its id, not added before.</param>
    /// <param name="features">
    /// Regions x feature size numbers, row by row; finite, and within half precision's range if that is kept.
    /// </param>
    /// <param name="boxes">Regions x 4 numbers: x1, y1, x2, y2 as fractions of width and height.</param>
    /// <exception cref="InputException">The id came before, or a number is not finite, too large or no fraction.</exception>
    /// <exception cref="ArgumentException">The lengths of the spans do not go together.</exception>
    public void Add(long imageId, ReadOnlySpan<float> features, ReadOnlySpan<float> boxes)
    {
        ObjectDisposedException.ThrowIf(_completed || !_stream.CanWrite, this);
        int regions = boxes.Length / 4;
        if (boxes.Length % 4 != 0 || regions < 1 || regions > _maxRegions)
            throw new ArgumentException($"{boxes.Length} numbers; 1 to {_maxRegions} boxes of 4 are needed", nameof(boxes));
        if (features.Length != regions * _featureSize)
            throw new ArgumentException($"{features.Length} numbers; {regions} x {_featureSize} are needed", nameof(features));
        CheckNumbers(imageId, features, boxes);
        if (!_seen.Add(imageId)) throw new InputException(_path, $"image {imageId}", "features for the second time", "each image once");

        int length = RegionStoreFormat.RecordBytes(regions, _featureSize, _type), boxBytes = regions * 4 * sizeof(float);
        Span<byte> bytes = _record.AsSpan(0, length);
        MemoryMarshal.AsBytes(boxes).CopyTo(bytes);
        if (_type == RegionFeatureType.F16) TensorPrimitives.ConvertToHalf(features, MemoryMarshal.Cast<byte, Half>(bytes[boxBytes..]));
        else MemoryMarshal.AsBytes(features).CopyTo(bytes[boxBytes..]);

        _index.Add(new RegionStoreEntry(imageId, _position, regions, RegionStoreFormat.Checksum(0, bytes)));
        int padded = RegionStoreFormat.Padded(length);
        _record.AsSpan(length, padded - length).Clear();
        _stream.Write(_record, 0, padded);
        (_position, _regionCount, _mostRegions) = (_position + padded, _regionCount + regions, Math.Max(_mostRegions, regions));
    }

    /// <summary>Writes the index and the header, flushes to the disk and gives the file its name.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_completed || !_stream.CanWrite, this);
        _index.Sort((a, b) => a.ImageId.CompareTo(b.ImageId));
        uint checksum = 0;
        foreach (RegionStoreEntry entry in _index)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<RegionStoreEntry>(in entry));
            checksum = RegionStoreFormat.Checksum(checksum, bytes);
            _stream.Write(bytes);
        }
        Span<byte> header = stackalloc byte[RegionStoreFormat.HeaderSize];
        RegionStoreFormat.WriteHeader(
            new RegionStoreHeader(
                _type, _featureSize, Tight && _mostRegions > 0 ? _mostRegions : _maxRegions, _index.Count, _position, _stream.Position, _regionCount, checksum, _hasProvenance),
            header);
        _stream.Position = 0;
        _stream.Write(header);
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(_aside, _path, overwrite: true);
        _completed = true;
        _journal?.Remove();
    }

    /// <summary>Removes the unfinished file, if the store was not completed and has no journal; with one, keeps what there is of it.</summary>
    public void Dispose()
    {
        if (!_completed && _stream.CanWrite) Keep();
        _stream.Dispose();
        _journal?.Dispose();
        if (!_completed && _journal is null) File.Delete(_aside);
    }

    private void CheckNumbers(long imageId, ReadOnlySpan<float> features, ReadOnlySpan<float> boxes)
    {
        float largest = _type == RegionFeatureType.F16 ? (float)Half.MaxValue : float.MaxValue;
        // The vectorised test decides; the slow search only words the message. Both are written so that NaN fails too.
        if (!(MathF.Abs(TensorPrimitives.MaxMagnitude(features)) <= largest))
        {
            for (int i = 0; i < features.Length; i++)
            {
                if (!(MathF.Abs(features[i]) <= largest))
                    throw new InputException(_path, $"image {imageId}, region {i / _featureSize}, feature {i % _featureSize}",
                        $"{features[i]}", $"a finite number of at most {largest}");
            }
        }
        for (int i = 0; i < boxes.Length; i++)
        {
            if (!(boxes[i] is >= -BoxTolerance and <= 1 + BoxTolerance))
                throw new InputException(_path, $"image {imageId}, box {i / 4}", $"{boxes[i]}",
                    "fractions of the picture's width and height");
        }
    }
}
