using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Espalier.Tests.Features;

/// <summary>PNG files made by hand, chunk by chunk, so that any of them can be wrong.</summary>
internal static class PngBytes
{
    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>An RGB picture without filters.</summary>
    internal static byte[] Of(int width, int height, byte[] rgb)
    {
        byte[] rows = new byte[height * ((width * 3) + 1)];
        for (int y = 0; y < height; y++) rgb.AsSpan(y * width * 3, width * 3).CopyTo(rows.AsSpan((y * ((width * 3) + 1)) + 1));
        return [.. Signature, .. Header(width, height), .. Chunk("IDAT", Deflated(rows)), .. Chunk("IEND", [])];
    }

    internal static byte[] Header(int width, int height, byte depth = 8, byte colour = 2)
    {
        byte[] body = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(body, width);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), height);
        (body[8], body[9]) = (depth, colour);
        return Chunk("IHDR", body);
    }

    internal static byte[] Chunk(string kind, byte[] body)
    {
        byte[] chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        Encoding.ASCII.GetBytes(kind, chunk.AsSpan(4));
        body.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc(chunk.AsSpan(4, 4 + body.Length)));
        return chunk;
    }

    internal static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize)) zlib.Write(bytes);
        return packed.ToArray();
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
