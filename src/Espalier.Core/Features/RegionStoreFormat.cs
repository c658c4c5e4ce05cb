using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Espalier.Features;

/// <summary>
/// The layout of a region feature store, little-endian: a header of <see cref="HeaderSize"/> bytes; in version 2 what the features were made with
/// (<see cref="RegionStoreProvenance"/>); one record an image in the order of writing (boxes as r x 4 singles, then features as r x F numbers, padded
/// with zeros to <see cref="Alignment"/> bytes); and at the end the index, ordered by image id, so that a store is opened by reading its header and an
/// image is found by binary search in the map.
/// </summary>
internal static class RegionStoreFormat
{
    internal const int HeaderSize = 64;
    internal const int Alignment = 16;
    internal const int MaxFeatureSize = 1 << 16;
    internal const int MaxRegions = 1 << 12;
    private const int HeaderChecksumAt = 60;
    private const int Version = 1, VersionWithProvenance = 2;

    private static ReadOnlySpan<byte> Magic => "ESPREGN\n"u8;

    internal static int BytesPerNumber(RegionFeatureType type) => type == RegionFeatureType.F16 ? 2 : 4;

    /// <summary>Bytes of a record without its padding.</summary>
    internal static int RecordBytes(int regions, int featureSize, RegionFeatureType type) =>
        regions * ((4 * sizeof(float)) + (featureSize * BytesPerNumber(type)));

    /// <summary>Bytes with what makes them a multiple of <see cref="Alignment"/>.</summary>
    internal static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;

    /// <summary>CRC-32C, continued from an earlier value.</summary>
    internal static uint Checksum(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words) crc = BitOperations.Crc32C(crc, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }

    internal static void WriteHeader(RegionStoreHeader header, Span<byte> bytes)
    {
        bytes[..HeaderSize].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], header.HasProvenance ? VersionWithProvenance : Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], (int)header.Type);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], header.FeatureSize);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], header.MaxRegions);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], header.ImageCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], header.IndexOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], header.FileLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], header.RegionCount);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[56..], header.IndexChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HeaderChecksumAt..], Checksum(0, bytes[..HeaderChecksumAt]));
    }

    /// <summary>Reads a header and checks it against the file's length.</summary>
    internal static RegionStoreHeader ReadHeader(ReadOnlySpan<byte> bytes, long fileLength, string file)
    {
        if (!bytes.StartsWith(Magic)) throw new InputException(file, "byte 0", "another kind of file", "a region feature store");
        if (bytes.Length < HeaderSize) throw new InputException(file, "header", $"{bytes.Length} bytes", $"{HeaderSize} bytes");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version is not (Version or VersionWithProvenance))
            throw new InputException(file, "byte 8", $"format version {version}", $"version {Version} or {VersionWithProvenance}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderChecksumAt..]) != Checksum(0, bytes[..HeaderChecksumAt]))
            throw new InputException(file, "header", "a wrong checksum", "an undamaged store");
        var header = new RegionStoreHeader(
            (RegionFeatureType)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[56..]),
            version == VersionWithProvenance);
        CheckValues(header, fileLength, file);
        return header;
    }

    private static void CheckValues(RegionStoreHeader header, long fileLength, string file)
    {
        if (header.Type is not (RegionFeatureType.F16 or RegionFeatureType.F32))
            throw new InputException(file, "byte 12", $"number type {(int)header.Type}", "1 (half) or 2 (single)");
        if (header.FeatureSize is < 1 or > MaxFeatureSize)
            throw new InputException(file, "byte 16", $"{header.FeatureSize} numbers a region", $"1 to {MaxFeatureSize}");
        if (header.MaxRegions is < 1 or > MaxRegions)
            throw new InputException(file, "byte 20", $"{header.MaxRegions} regions an image", $"1 to {MaxRegions}");
        if (header.FileLength != fileLength)
            throw new InputException(file, "byte 40", $"a file of {fileLength} bytes",
                $"{header.FileLength} bytes; it may have been cut short");
        if (header.ImageCount is < 0 or > int.MaxValue)
            throw new InputException(file, "byte 24", $"{header.ImageCount} images", $"0 to {int.MaxValue}");
        if (header.IndexOffset < HeaderSize || header.IndexOffset != fileLength - (header.ImageCount * RegionStoreEntry.Size))
            throw new InputException(file, "byte 32", $"an index at {header.IndexOffset}", "an index that ends where the file ends");
    }
}
