using System.Buffers.Binary;
using System.Text;

namespace Espalier.Checkpoints.PyTorch;

/// <summary>
/// The files of a zip archive whose entries are stored, not compressed, as PyTorch writes them: each is a range of the archive. Checked
/// are bounds, names, and that no two overlap; not the checksums, which PyTorch can be told not to write.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const int LocalLength = 30;

    private readonly MappedFile _file;
    private readonly Dictionary<string, (long Offset, long Length)> _entries = new(StringComparer.Ordinal);
    private readonly List<(long Start, long End, string Name)> _extents = [];

    /// <summary>Reads the directory.</summary>
    /// <exception cref="InputException">The archive is malformed, or an entry is compressed or encrypted.</exception>
    public ZipDirectory(MappedFile file)
    {
        _file = file;
        (long offset, long length, long count) = FindDirectory();
        bool isWithin = offset >= 0 && length >= 0 && offset <= file.Length - length && length <= int.MaxValue;
        Require(isWithin, "the directory's place", "one within the archive");
        ReadOnlySpan<byte> directory = file.Span(offset, length);
        long entries = 0;
        for (; directory.Length > 0; entries++) directory = directory[ReadEntry(directory, offset)..];
        Require(entries == count, $"{entries} entries", $"{count}, as the archive's end says");
        CheckOverlaps();
    }

    /// <summary>The names of the entries.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Where an entry's bytes are; false if there is none.</summary>
    public bool TryFind(string name, out (long Offset, long Length) range) => _entries.TryGetValue(name, out range);

    private (long Offset, long Length, long Count) FindDirectory()
    {
        int window = (int)Math.Min(_file.Length, EndLength + ushort.MaxValue);
        ReadOnlySpan<byte> tail = _file.Span(_file.Length - window, window);
        int end = window - EndLength;
        // The record is followed by a comment that reaches exactly to the end of the file.
        while (end >= 0 && !(tail[end..].StartsWith("PK\x05\x06"u8) && U16(tail, end + 20) == window - end - EndLength)) end--;
        Require(end >= 0, "no directory", "a zip archive that is complete");
        (long offset, long length, long count) = (U32(tail, end + 16), U32(tail, end + 12), U16(tail, end + 10));
        if (count != ushort.MaxValue && length != uint.MaxValue && offset != uint.MaxValue) return (offset, length, count);

        Require(end >= 20 && tail[(end - 20)..].StartsWith("PK\x06\x07"u8), "no 64-bit directory", "a zip archive that is complete");
        long record = I64(tail, end - 12);
        Require(record >= 0 && record <= _file.Length - 56, "the place of the 64-bit directory", "one within the archive");
        ReadOnlySpan<byte> large = _file.Span(record, 56);
        Require(large.StartsWith("PK\x06\x06"u8), "no 64-bit directory", "a zip archive that is complete");
        return (I64(large, 48), I64(large, 40), I64(large, 32));
    }

    /// <summary>Reads one entry of the directory and returns how long it is.</summary>
    private int ReadEntry(ReadOnlySpan<byte> directory, long dataEnd)
    {
        Require(directory.Length >= EntryLength && directory.StartsWith("PK\x01\x02"u8), "a malformed entry", "an entry of the directory");
        int nameLength = U16(directory, 28), extraLength = U16(directory, 30);
        int total = EntryLength + nameLength + extraLength + U16(directory, 32);
        Require(directory.Length >= total, "an entry without an end", "an entry of the directory");

        ReadOnlySpan<byte> nameBytes = directory.Slice(EntryLength, nameLength);
        string name = Encoding.UTF8.GetString(nameBytes);
        string place = $"archive entry \"{name}\"";
        Require(IsPlain(name), "its name", "a relative path without \"..\"", place);
        bool isStored = U16(directory, 10) == 0 && (U16(directory, 8) & 1) == 0;
        Require(isStored, "a compressed or encrypted entry", "a stored one, as PyTorch writes it", place);
        (long packed, long length, long local) = (U32(directory, 20), U32(directory, 24), U32(directory, 42));
        ReadLargeNumbers(directory.Slice(EntryLength + nameLength, extraLength), ref length, ref packed, ref local);
        Require(packed == length && length >= 0, $"the lengths {packed} and {length}", "two that are equal", place);

        Require(local >= 0 && local <= dataEnd - LocalLength, $"the offset {local}", "one before the directory", place);
        ReadOnlySpan<byte> header = _file.Span(local, LocalLength);
        long start = local + LocalLength + U16(header, 26) + U16(header, 28);
        bool isWithin = header.StartsWith("PK\x03\x04"u8) && start <= dataEnd - length;
        Require(isWithin, $"{length} bytes at {start}", "an entry that lies before the directory", place);
        bool isSameName = _file.Span(local + LocalLength, U16(header, 26)).SequenceEqual(nameBytes);
        Require(isSameName, "another name at the entry itself", "the same name", place);
        Require(_entries.TryAdd(name, (start, length)), "the name twice", "each name once", place);
        _extents.Add((local, start + length, name));
        return total;
    }

    /// <summary>Numbers that do not fit in 32 bits are in an extra field, in this order.</summary>
    private void ReadLargeNumbers(ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long local)
    {
        while (extra.Length >= 4)
        {
            int size = U16(extra, 2);
            Require(extra.Length >= 4 + size, "an extra field without an end", "one that ends within its entry");
            if (U16(extra, 0) == 1)
            {
                ReadOnlySpan<byte> numbers = extra.Slice(4, size);
                length = Next(ref numbers, length);
                packed = Next(ref numbers, packed);
                local = Next(ref numbers, local);
            }
            extra = extra[(4 + size)..];
        }

        static long Next(ref ReadOnlySpan<byte> numbers, long small)
        {
            if (small != uint.MaxValue || numbers.Length < 8) return small;
            long large = I64(numbers, 0);
            numbers = numbers[8..];
            return large;
        }
    }

    private void CheckOverlaps()
    {
        _extents.Sort();
        long covered = 0;
        foreach ((long start, long end, string name) in _extents)
        {
            Require(start >= covered, "bytes that another entry has too", "bytes of its own", $"archive entry \"{name}\"");
            covered = end;
        }
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && name[0] != '/' && !name.AsSpan().ContainsAny('\\', '\0') && !name.Split('/').Contains("..");

    private void Require(bool condition, string found, string expected, string place = "archive")
    {
        if (!condition) throw new InputException(_file.Path, place, found, expected);
    }

    private static int U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static long U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static long I64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
