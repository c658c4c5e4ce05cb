using System.Buffers.Binary;
using System.IO.Compression;

namespace Espalier.Features;

/// <summary>
/// Checks what is around a picture's compressed data before the decoder sees it, because the decoder ignores PNG's checksums, fills
/// a JPEG that was cut short with grey, goes over all of its blocks in each of its scans, and inflates without a bound.
/// </summary>
internal static class ImageEnvelope
{
    private const uint Ihdr = 0x49484452, Idat = 0x49444154, Iend = 0x49454E44;

    // A progressive JPEG usually has ten, and each takes time for the whole picture, be it empty.
    private const int MostScans = 100;

    // A block of 8 x 8 pixels takes at least a bit.
    private const int PixelsOfByte = 8 * 64;

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static void Check(ReadOnlySpan<byte> file, string name)
    {
        if (file.StartsWith(PngSignature)) CheckPng(file, name);
        else if (file.StartsWith<byte>([0xFF, 0xD8, 0xFF])) CheckJpeg(file, name);
        else
            throw new InputException(name, "first bytes", file.IsEmpty ? "an empty file" : "an unknown signature", "a PNG or JPEG picture");
    }

    private static void CheckPng(ReadOnlySpan<byte> file, string name)
    {
        long rawBytes = 0;
        using var data = new MemoryStream();
        for (int at = PngSignature.Length; ;)
        {
            if (file.Length - at < 12) throw Cut(name, at, "a PNG chunk");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]), kind = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 4)..]);
            if (length > file.Length - at - 12) throw Cut(name, at, $"a PNG chunk of {length} bytes");
            ReadOnlySpan<byte> body = file.Slice(at + 8, (int)length);
            if (Crc(file.Slice(at + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
                throw new InputException(name, $"byte {at}", "a PNG chunk with a wrong checksum", "an undamaged picture");
            bool first = at == PngSignature.Length;
            if (first != (kind == Ihdr) || (first && length != 13))
                throw new InputException(name, $"byte {at}", "a misplaced PNG chunk", "one header chunk, at the start");
            if (first) rawBytes = RawBytes(body, name);
            if (kind == Idat) data.Write(body);
            if (kind == Iend) break;
            at += 12 + (int)length;
        }
        data.Position = 0;
        CheckInflatedSize(data, rawBytes, name);
    }

    /// <summary>An upper bound on the bytes that the compressed data may hold: up to four channels and a filter byte a row.</summary>
    private static long RawBytes(ReadOnlySpan<byte> header, string name)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        CheckSize(width, height, name, "byte 16");
        int depth = header[8], interlaced = header[12];
        return (((long)width * 4 * Math.Max(8, depth) / 8) + 1) * height * (interlaced == 0 ? 1 : 2) + 64;
    }

    /// <summary>Deflate packs at most 1032 to 1, so that only data that could exceed the bound is inflated twice.</summary>
    private static void CheckInflatedSize(MemoryStream data, long rawBytes, string name)
    {
        if (data.Length == 0) throw new InputException(name, "PNG chunks", "no picture data", "an IDAT chunk");
        if (data.Length * 1032 <= Math.Max(rawBytes, 1 << 26)) return;
        try
        {
            using var inflater = new ZLibStream(data, CompressionMode.Decompress);
            var chunk = new byte[1 << 16];
            long total = 0;
            for (int read; (read = inflater.Read(chunk)) > 0;)
            {
                total += read;
                if (total > rawBytes)
                    throw new InputException(name, "picture data", "more data than the picture's size allows", $"at most {rawBytes} bytes");
            }
        }
        catch (InvalidDataException error)
        {
            throw new InputException(name, "picture data", "damaged compressed data", "an undamaged picture", error);
        }
    }

    private static void CheckJpeg(ReadOnlySpan<byte> file, string name)
    {
        bool sized = false;
        for (int at = 2, scans = 0; ;)
        {
            // The end is behind coded data.
            if (scans > 0 && file[at..].StartsWith<byte>([0xFF, 0xD9])) return;
            if (file.Length - at < 4) throw Cut(name, at, "a JPEG marker");
            byte marker = file[at + 1];
            if (file[at] != 0xFF || marker == 0xFF)
            {
                // Some cameras pad between segments.
                at++;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || length > file.Length - at - 2) throw Cut(name, at, $"a JPEG segment of {length} bytes");
            bool startOfFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (startOfFrame)
            {
                if (length < 8) throw Cut(name, at, "a JPEG frame header");
                CheckFrame(file, at, name);
                sized = true;
            }
            at += 2 + length;
            if (marker != 0xDA) continue;
            if (!sized) throw new InputException(name, $"byte {at}", "a JPEG scan without a frame header", "a frame header before it");
            if (++scans > MostScans) throw new InputException(name, $"byte {at}", $"more than {MostScans} JPEG scans", "fewer");
            at = AfterCodedData(file, at) ?? throw Cut(name, file.Length, "the JPEG end marker");
        }
    }

    private static void CheckFrame(ReadOnlySpan<byte> file, int at, string name)
    {
        (int width, int height) = (BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
        CheckSize(width, height, name, $"byte {at}");
        if ((long)width * height > (long)PixelsOfByte * file.Length)
        {
            throw new InputException(name, $"byte {at}", $"a JPEG of {width} x {height} pixels in {file.Length} bytes",
                "a bit or more for each 8 x 8 pixels; the picture seems cut short");
        }
    }

    /// <summary>Where coded data end. In them 0xFF is followed by zero or a restart marker.</summary>
    private static int? AfterCodedData(ReadOnlySpan<byte> file, int at)
    {
        for (int next; (next = file[at..].IndexOf((byte)0xFF)) >= 0 && at + next + 1 < file.Length; at += next + 2)
        {
            if (file[at + next + 1] is not (0 or (>= 0xD0 and <= 0xD7))) return at + next;
        }
        return null;
    }

    private static void CheckSize(long width, long height, string name, string place)
    {
        if (!PixelImage.IsAllowed(width, height))
        {
            throw new InputException(name, place, $"a picture of {width} x {height} pixels",
                $"sides from 1 to {PixelImage.MaxSide} and at most {PixelImage.MaxPixels} pixels");
        }
    }

    private static InputException Cut(string name, int at, string what) =>
        new(name, $"byte {at}", "the end of the file or a wrong length", $"{what}; the picture seems cut short");

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint c = i;
            for (int bit = 0; bit < 8; bit++) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            table[i] = c;
        }
        return table;
    }
}
