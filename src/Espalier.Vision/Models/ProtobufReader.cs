using System.Text;

namespace Espalier.Vision;

/// <summary>Steps over the fields of messages in the wire format of protocol buffers; what is stepped over is not read.</summary>
/// <param name="stream">The message; it can seek.</param>
internal sealed class ProtobufReader(Stream stream)
{
    /// <summary>Where in the stream the next byte is.</summary>
    public long Position => stream.Position;

    /// <summary>The next field of a message: its number and the bytes of what it has, which follow; a number has none left.</summary>
    /// <param name="end">Where the message ends.</param>
    /// <exception cref="InvalidDataException">There is no field that ends within the message.</exception>
    public (int Number, long Length) Field(long end)
    {
        ulong tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue) throw new InvalidDataException($"a field of number {tag >> 3}");
        ulong length = (tag & 7) switch
        {
            0 => Varint() & 0,
            1 => sizeof(ulong),
            2 => Varint(),
            5 => sizeof(uint),
            _ => throw new InvalidDataException($"a field of kind {tag & 7}"),
        };
        return stream.Position <= end && length <= (ulong)(end - stream.Position)
            ? ((int)(tag >> 3), (long)length)
            : throw new InvalidDataException("a field beyond the end of its message");
    }

    /// <summary>Steps over bytes.</summary>
    public void Skip(long length) => stream.Seek(length, SeekOrigin.Current);

    /// <summary>Reads bytes as text.</summary>
    /// <exception cref="InvalidDataException">They are too many.</exception>
    public string Text(long length, int most)
    {
        byte[] bytes = length <= most ? new byte[length] : throw new InvalidDataException($"a text of {length} bytes");
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0) throw new InvalidDataException("an end within a number");
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("a number without an end");
    }
}
