using System.Runtime.InteropServices;

namespace Espalier.Checkpoints;

/// <summary>A tensor to be written: its description, and how to put its bytes on a stream when its turn comes.</summary>
public sealed class TensorEntry
{
    private readonly Action<Stream> _write;

    /// <summary>A tensor whose bytes are produced when they are needed.</summary>
    /// <param name="name">The key.</param>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The dimensions; empty for a scalar.</param>
    /// <param name="write">Writes exactly the tensor's bytes, row-major and little-endian.</param>
    /// <exception cref="ArgumentException">The shape is impossible.</exception>
    public TensorEntry(string name, TensorType type, IReadOnlyList<long> shape, Action<Stream> write) =>
        (Info, _write) = (new TensorInfo(name, type, shape), write);

    /// <summary>The tensor's name, type and shape.</summary>
    public TensorInfo Info { get; }

    /// <summary>A tensor of any type from its bytes.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not that of the shape.</exception>
    public static TensorEntry Of(string name, TensorType type, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes)
    {
        TensorEntry entry = new(name, type, shape, stream => stream.Write(bytes.Span));
        RequireLength(entry.Info, bytes.Length);
        return entry;
    }

    /// <summary>A tensor of singles.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public static TensorEntry Of(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values) =>
        OfValues(name, TensorType.F32, shape, values);

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the shape.</exception>
    public static TensorEntry Of(string name, IReadOnlyList<long> shape, ReadOnlyMemory<long> values) =>
        OfValues(name, TensorType.I64, shape, values);

    /// <summary>A tensor copied from another checkpoint, possibly under a new name.</summary>
    public static TensorEntry From(ITensorSource source, string name, string? newName = null)
    {
        TensorInfo info = source.Find(name);
        return new TensorEntry(newName ?? name, info.Type, info.Shape, stream => stream.Write(source.ReadBytes(name)));
    }

    /// <summary>Writes the tensor's bytes, and may be called more than once.</summary>
    public void WriteTo(Stream stream) => _write(stream);

    private static TensorEntry OfValues<T>(string name, TensorType type, IReadOnlyList<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        TensorEntry entry = new(name, type, shape, stream => WriteAll(stream, values.Span));
        RequireLength(entry.Info, (long)values.Length * type.Size());
        return entry;
    }

    /// <summary>In pieces, since the bytes of a long array may be more than one span can hold.</summary>
    private static void WriteAll<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        const int piece = 1 << 20;
        for (; values.Length > piece; values = values[piece..]) stream.Write(MemoryMarshal.AsBytes(values[..piece]));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    private static void RequireLength(TensorInfo info, long bytes)
    {
        if (bytes != info.ByteLength)
            throw new ArgumentException($"Tensor \"{info.Name}\" ({info}) needs {info.ByteLength} bytes, not {bytes}.", nameof(bytes));
    }
}
