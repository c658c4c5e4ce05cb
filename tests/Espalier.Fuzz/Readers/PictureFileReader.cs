using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Fuzz.Readers;

/// <summary>PNG and JPEG pictures.</summary>
internal sealed class PictureFileReader(string folder) : FileReader(folder)
{
    // A grey picture of 8 x 8: quantisation, size, two tables of codes that have one code each, and a block in which everything is 0.
    private static readonly byte[] Jpeg =
    [
        0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64), 0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 0, 0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x3F, 0xFF, 0xD9,
    ];

    public override string Name => "picture";

    // The colours of the largest picture that is read: one of a single colour takes next to no bytes.
    public override long Buffers => base.Buffers + (3L * PixelImage.MaxPixels);

    public override IEnumerable<(string Name, byte[] Bytes)> Seeds()
    {
        yield return ("plain.png", TinyPng.Of(10, 200, 30, 4));
        yield return ("square.png", TinyPng.WithSquare(9, 2, 3));
        yield return ("grey.jpg", Jpeg);
    }

    public override void Read(byte[] bytes) => ImageFile.Decode(Write("a", bytes));
}
