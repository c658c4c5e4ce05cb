using System.Buffers.Binary;
using System.Numerics;

namespace Espalier.Testing;

/// <summary>Region feature stores made by hand, byte by byte, so that any field can be wrong.</summary>
public static class StoreBytes
{
    public const int HeaderSize = 64;

    /// <summary>A header; <paramref name="spoil"/> runs before its checksum is computed.</summary>
    public static byte[] Header(int type, int featureSize, int maxRegions, long images, long indexOffset, long fileLength,
        Action<byte[]>? spoil = null)
    {
        var bytes = new byte[HeaderSize];
        "ESPREGN\n"u8.CopyTo(bytes);
        Write(bytes, 8, 1);
        Write(bytes, 12, type);
        Write(bytes, 16, featureSize);
        Write(bytes, 20, maxRegions);
        Write(bytes, 24, images);
        Write(bytes, 32, indexOffset);
        Write(bytes, 40, fileLength);
        Write(bytes, 48, images);
        spoil?.Invoke(bytes);
        Reseal(bytes);
        return bytes;
    }

    public static void Write(byte[] bytes, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);

    public static void Write(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);

    /// <summary>Makes the header's checksum right again.</summary>
    public static void Reseal(byte[] file) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(60), Crc32C(file.AsSpan(0, 60)));

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
