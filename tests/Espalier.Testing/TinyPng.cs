using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Espalier.Testing;

/// <summary>Small PNG files, for tests that need pictures.</summary>
public static class TinyPng
{
    public static byte[] Of(byte red, byte green, byte blue, int side = 16) => Draw(side, (_, _) => [red, green, blue]);

    /// <summary>A dark square on a pale ground.</summary>
    public static byte[] WithSquare(int side, int at, int size) =>
        Draw(side, (x, y) => x >= at && x < at + size && y >= at && y < at + size ? [40, 40, 40] : [220, 220, 220]);

    /// <summary>A file that says how large its picture is, and then ends.</summary>
    public static byte[] Declaring(int width, int height)
    {
        using MemoryStream file = Begin(width, height);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Draw(int side, Func<int, int, byte[]> pixel)
    {
        using MemoryStream file = Begin(side, side);
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < side; y++)
            {
                zlib.WriteByte(0);
                for (int x = 0; x < side; x++) zlib.Write(pixel(x, y));
            }
        }
        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static MemoryStream Begin(int width, int height)
    {
        MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk(file, "IHDR", header);
        return file;
    }

    private static void Chunk(Stream file, string type, byte[] data)
    {
        byte[] length = new byte[4], sum = new byte[4];
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(body));
        file.Write(length);
        file.Write(body);
        file.Write(sum);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
