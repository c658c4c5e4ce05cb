using System.Text;

namespace Espalier.Testing;

/// <summary>Writes zip archives of stored entries by hand, so that any field may lie.</summary>
public sealed class ZipWriter
{
    private readonly List<byte> _bytes = [];
    private readonly List<byte[]> _directory = [];

    /// <summary>What the end of the archive says about the number of entries.</summary>
    public int ExtraCount { get; init; }

    /// <summary>An archive as torch.save writes it, with one storage "0" of 4 floats.</summary>
    public static byte[] Checkpoint(byte[] pickle) => new ZipWriter().Add("m/data.pkl", pickle).Add("m/data/0", new byte[16]).Add("m/version", "3\n"u8).ToArray();

    public ZipWriter Add(string name, ReadOnlySpan<byte> bytes, int method = 0, string? localName = null, long? length = null, int flags = 0)
    {
        long offset = _bytes.Count;
        byte[] local = Encoding.UTF8.GetBytes(localName ?? name);
        Write([.. "PK\x03\x04"u8], U16(20), U16(flags), U16(method), U32(0), U32(0), U32(bytes.Length), U32(bytes.Length), U16(local.Length), U16(0), local, bytes.ToArray());
        AddEntry(name, offset, length ?? bytes.Length, method, flags);
        return this;
    }

    /// <summary>Adds an entry to the directory alone.</summary>
    public ZipWriter AddEntry(string name, long offset, long length, int method = 0, int flags = 0, byte[]? extra = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        _directory.Add(Join("PK\x01\x02"u8.ToArray(), U16(20), U16(20), U16(flags), U16(method), U32(0), U32(0), U32(length), U32(length), U16(bytes.Length),
            U16(extra?.Length ?? 0), U16(0), U16(0), U16(0), U32(0), U32(offset), bytes, extra ?? []));
        return this;
    }

    public byte[] ToArray()
    {
        long offset = _bytes.Count, length = _directory.Sum(entry => entry.Length);
        Write([.. _directory]);
        Write([.. "PK\x05\x06"u8], U16(0), U16(0), U16(_directory.Count + ExtraCount), U16(_directory.Count + ExtraCount), U32(length), U32(offset), U16(0));
        return [.. _bytes];
    }

    private static byte[] U16(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] U32(long value) => BitConverter.GetBytes((uint)value);

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private void Write(params byte[][] parts) => _bytes.AddRange(Join(parts));
}
