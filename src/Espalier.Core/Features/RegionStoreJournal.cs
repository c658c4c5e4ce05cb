using System.Runtime.InteropServices;
using System.Text;

namespace Espalier.Features;

/// <summary>
/// What an unfinished store has of images, kept beside it so that a conversion which was stopped, or killed, goes on: a line that says what is
/// converted, then the index entries in the order of writing. It goes when the store is complete.
/// </summary>
public sealed class RegionStoreJournal : IDisposable
{
    private readonly string _origin;
    private FileStream? _stream;

    /// <summary>Names the journal of a store; nothing is opened yet.</summary>
    /// <param name="storePath">The store that is to come.</param>
    /// <param name="origin">What is converted and how, in a line; a journal of another origin is not gone on from.</param>
    public RegionStoreJournal(string storePath, string origin)
    {
        ArgumentException.ThrowIfNullOrEmpty(storePath);
        ArgumentNullException.ThrowIfNull(origin);
        (DataPath, _origin) = (Path.GetFullPath(storePath) + ".partial", origin.ReplaceLineEndings(" "));
    }

    /// <summary>The unfinished store.</summary>
    internal string DataPath { get; }

    private string OwnPath => DataPath + ".index";

    /// <summary>Opens the journal, one process at a time.</summary>
    /// <param name="recordBytes">The bytes of a record of so many regions.</param>
    /// <returns>The entries whose records the unfinished store has whole; none where there is nothing to go on from.</returns>
    /// <exception cref="InputException">Another process writes the same store.</exception>
    internal IReadOnlyList<RegionStoreEntry> Open(Func<int, int> recordBytes)
    {
        try
        {
            _stream = new FileStream(OwnPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(OwnPath))
        {
            throw new InputException(OwnPath, "lock", "another process that writes this store", "one at a time", error);
        }
        byte[] head = Encoding.UTF8.GetBytes(_origin + "\n"), there = new byte[head.Length];
        bool same = _stream.ReadAtLeast(there, there.Length, throwOnEndOfStream: false) == head.Length && there.AsSpan().SequenceEqual(head) && File.Exists(DataPath);
        if (!same)
        {
            _stream.SetLength(0);
            _stream.Write(head);
            _stream.Flush(flushToDisk: true);
            return [];
        }
        RegionStoreEntry[] entries = new RegionStoreEntry[(_stream.Length - head.Length) / RegionStoreEntry.Size];
        _stream.ReadExactly(MemoryMarshal.AsBytes(entries.AsSpan()));
        int whole = WholeOf(entries, recordBytes);
        _stream.SetLength(head.Length + ((long)whole * RegionStoreEntry.Size));
        _stream.Position = _stream.Length;
        return entries.AsSpan(0, whole).ToArray();
    }

    /// <summary>Keeps entries, whose records have been flushed.</summary>
    internal void Add(ReadOnlySpan<RegionStoreEntry> entries)
    {
        _stream!.Write(MemoryMarshal.AsBytes(entries));
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>Removes the journal of a store that is complete.</summary>
    internal void Remove()
    {
        Dispose();
        File.Delete(OwnPath);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    // The data are flushed before their entries are written; what a torn write left at the end is told by the checksum.
    private int WholeOf(RegionStoreEntry[] entries, Func<int, int> recordBytes)
    {
        using FileStream data = new(DataPath, FileMode.Open, FileAccess.Read, FileShare.Read);
        int whole = entries.Length;
        while (whole > 0 && !IsWhole(entries[whole - 1])) whole--;
        return whole;

        bool IsWhole(RegionStoreEntry entry)
        {
            if (entry.Regions is < 1 or > RegionStoreFormat.MaxRegions || entry.Offset < RegionStoreFormat.HeaderSize) return false;
            byte[] record = new byte[recordBytes(entry.Regions)];
            if (entry.Offset > data.Length - record.Length) return false;
            data.Position = entry.Offset;
            data.ReadExactly(record);
            return RegionStoreFormat.Checksum(0, record) == entry.Checksum;
        }
    }
}
