using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>PNG and JPEG pictures.</summary>
internal sealed class PictureFileReader(string folder) : FileReader(folder)
{
    // Two tables of codes that have one code each.
    private static readonly byte[] Tables = [0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 0, 0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0];

    // A grey picture of 8 x 8: quantisation, size, the tables, and a block in which everything is 0.
    private static readonly byte[] Jpeg = [.. Start(0xC0), .. Tables, .. Scan(0, 63), 0xFF, 0xD9];

    // The same in three scans: the mean of the block, all else, and all else once more a bit finer.
    private static readonly byte[] Progressive = [.. Start(0xC2), .. Tables, .. Scan(0, 0), .. Scan(1, 63, bits: 1), .. Scan(1, 63, bits: 0x10), 0xFF, 0xD9];

    public override string Name => "picture";

    // The colours of the largest picture that is read: one of a single colour takes next to no bytes.
    public override long Buffers => base.Buffers + (3L * PixelImage.MaxPixels);

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("plain.png", TinyPng.Of(10, 200, 30, 4));
        yield return ("square.png", TinyPng.WithSquare(9, 2, 3));
        yield return ("grey.jpg", Jpeg);
        yield return ("progressive.jpg", Progressive);
    }

    public override void Read(byte[] bytes) => ImageFile.Decode(Write("a", bytes));

    private static byte[] Start(byte kind) => [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, kind, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];

    private static byte[] Scan(byte first, byte last, byte bits = 0) => [0xFF, 0xDA, 0, 8, 1, 1, 0, first, last, bits, 0x3F];
}
