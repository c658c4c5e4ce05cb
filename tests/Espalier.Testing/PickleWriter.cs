using System.Buffers.Binary;
using System.Text;

namespace Espalier.Testing;

/// <summary>Writes pickles by hand, hostile ones above all.</summary>
public sealed class PickleWriter
{
    private readonly List<byte> _bytes = [0x80, 2];

    public byte[] Bytes => [.. _bytes];

    public PickleWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) _bytes.Add(value);
        return this;
    }

    public PickleWriter Code(string codes) => Raw(Encoding.Latin1.GetBytes(codes));

    public PickleWriter Text(string text)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, Encoding.UTF8.GetByteCount(text));
        return Code("X").Raw(length).Raw(Encoding.UTF8.GetBytes(text));
    }

    public PickleWriter Whole(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(0x8a, 8).Raw(bytes);
    }

    public PickleWriter Global(string module, string name) => Code($"c{module}\n{name}\n");

    public PickleWriter Wholes(params ReadOnlySpan<long> values)
    {
        Code("(");
        foreach (long value in values) Whole(value);
        return Code("t");
    }

    /// <summary>A storage of floats; the legacy format adds one more None.</summary>
    public PickleWriter Storage(string key, long count, string type = "FloatStorage", bool legacy = false)
    {
        Code("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Whole(count);
        return Code(legacy ? "NtQ" : "tQ");
    }

    public PickleWriter Tensor(string key, long count, long offset, long[] shape, long[] strides, string type = "FloatStorage", bool legacy = false) =>
        Global("torch._utils", "_rebuild_tensor_v2").Code("(").Storage(key, count, type, legacy)
            .Whole(offset).Wholes(shape).Wholes(strides).Raw(0x89).Code(")tR");

    public byte[] Stop() => Code(".").Bytes;
}
