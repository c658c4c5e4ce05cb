using System.IO.Compression;
using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Tests.Features;

public sealed class ImageFileTests : IDisposable
{
    // 24 x 16, blue (40, 80, 200) with a yellow square (230, 200, 30) from (8, 4) to (16, 12).
    private static readonly byte[] Jpeg = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/" +
        "2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAQABgDASIAAhEBAxEB/8QA" +
        "FQABAQAAAAAAAAAAAAAAAAAABwD/xAAYEAEAAwEAAAAAAAAAAAAAAAAAF2ak4//EABUBAQEAAAAAAAAAAAAAAAAAAAUG/8QAJREAAAEKBwAAAAAAAAAAAAAA" +
        "AAUGERIWMTNhYoEUFSIjMkGC/9oADAMBAAIRAxEAPwA1K8O2LF0FBXmKu7easPlqdhnql4dKsT06/QHJWX68ZJHKaXWBQkl+Bx//2Q==");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[], string> Damaged
    {
        get
        {
            byte[] png = PngBytes.Of(8, 8, Noise(8 * 8 * 3)), flipped = [.. png];
            flipped[60] ^= 1;
            int frame = Jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC0]), scan = Jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA]);
            byte[] start = [.. PngBytes.Signature, .. PngBytes.Header(8, 8)], end = PngBytes.Chunk("IEND", []);
            return new()
            {
                { "empty", [], "empty" },
                { "a GIF", [.. "GIF89a"u8, .. new byte[40]], "signature" },
                { "a BMP", [.. "BM"u8, .. new byte[80]], "signature" },
                { "a PNG signature alone", PngBytes.Signature, "cut short" },
                { "a PNG without its end", png[..^12], "cut short" },
                { "a PNG cut in its data", png[..60], "cut short" },
                { "a PNG with a flipped bit", flipped, "checksum" },
                { "a PNG without data", [.. start, .. end], "no picture data" },
                { "a PNG without a header", [.. PngBytes.Signature, .. end], "misplaced" },
                { "a PNG with two headers", [.. start, .. PngBytes.Header(8, 8), .. end], "misplaced" },
                { "a PNG of no height", [.. PngBytes.Signature, .. PngBytes.Header(8, 0), .. end], "8 x 0" },
                { "a PNG of absurd size", [.. PngBytes.Signature, .. PngBytes.Header(100_000, 100_000), .. end], "100000 x 100000" },
                { "a PNG of an unknown depth", [.. PngBytes.Signature, .. PngBytes.Header(8, 8, depth: 3), .. png[33..]], "picture data" },
                { "a PNG with too few rows", [.. PngBytes.Signature, .. PngBytes.Header(8, 80), .. png[33..]], "picture data" },
                { "a PNG whose data is no zlib stream", [.. start, .. PngBytes.Chunk("IDAT", Noise(90)), .. end], "picture data" },
                { "a PNG chunk longer than the file", [.. start, 0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, .. new byte[9]], "cut short" },
                { "a JPEG signature alone", [0xFF, 0xD8, 0xFF], "cut short" },
                { "a JPEG cut in its coded data", Jpeg[..^8], "cut short" },
                { "a JPEG cut in its tables", Jpeg[..200], "cut short" },
                { "a JPEG that ends at once", [0xFF, 0xD8, 0xFF, 0xD9, 0, 0, 0, 0], "JPEG" },
                { "a JPEG of many scans", [.. Jpeg[..^2], .. Enumerable.Repeat(Jpeg[scan..^2], 100).SelectMany(again => again), 0xFF, 0xD9], "more than 100 JPEG scans" },
                { "a JPEG of more pixels than its bytes tell", [.. Jpeg[..(frame + 5)], 0x10, 0, 0x10, 0, .. Jpeg[(frame + 9)..]], "4096 x 4096" },
            };
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_png_comes_back_pixel_by_pixel()
    {
        byte[] rgb = Noise(13 * 7 * 3);
        PixelImage image = ImageFile.Decode(_folder.Write("a.png", PngBytes.Of(13, 7, rgb)));
        Assert.Equal((13, 7), (image.Width, image.Height));
        Assert.Equal(rgb, image.Rgb.ToArray());
        Assert.Equal(rgb[(13 * 3 * 2)..(13 * 3 * 3)], image.Row(2).ToArray());
    }

    [Fact]
    public void A_jpeg_comes_back_nearly()
    {
        PixelImage image = ImageFile.Decode(new MemoryStream(Jpeg), "picture");
        Assert.Equal((24, 16), (image.Width, image.Height));
        byte[] corner = image.Row(0)[..3].ToArray(), middle = image.Row(8).Slice(12 * 3, 3).ToArray();
        Assert.All(corner.Zip<byte, byte>([40, 80, 200]), pair => Assert.InRange(pair.First - pair.Second, -12, 12));
        Assert.All(middle.Zip<byte, byte>([230, 200, 30]), pair => Assert.InRange(pair.First - pair.Second, -12, 12));
    }

    [Theory, MemberData(nameof(Damaged))]
    public void Damage_is_named(string fault, byte[] file, string found)
    {
        InputException error = Assert.Throws<InputException>(() => ImageFile.Decode(file, "the picture"));
        Assert.Equal("the picture", error.File);
        Assert.True(error.Message.Contains(found, StringComparison.Ordinal), $"{fault}: {error.Message}");
    }

    [Fact]
    public void A_small_file_that_unpacks_to_gigabytes_is_refused()
    {
        byte[] bomb = [.. PngBytes.Signature, .. PngBytes.Header(8, 8), .. PngBytes.Chunk("IDAT", Bomb(megabytes: 120)), .. PngBytes.Chunk("IEND", [])];
        InputException error = Assert.Throws<InputException>(() => ImageFile.Decode(bomb, "bomb"));
        Assert.Contains("more data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_files_folders_and_endless_streams_are_refused()
    {
        Assert.Throws<InputException>(() => ImageFile.Decode(_folder.File("absent.png")));
        Assert.Throws<InputException>(() => ImageFile.Decode(_folder.Path));
        InputException error = Assert.Throws<InputException>(() => ImageFile.Decode(new Endless(), "endless"));
        Assert.Contains("more than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_damage_gives_a_picture_or_an_input_error()
    {
        byte[][] files = [Jpeg, PngBytes.Of(16, 16, Noise(16 * 16 * 3))];
        var random = new Random(4);
        for (int turn = 0; turn < 3000; turn++)
        {
            byte[] file = [.. files[turn % 2]];
            for (int change = random.Next(1, 6); change > 0; change--) file[random.Next(file.Length)] = (byte)random.Next(256);
            try
            {
                PixelImage image = ImageFile.Decode(file, "damaged");
                Assert.True(PixelImage.IsAllowed(image.Width, image.Height));
            }
            catch (InputException)
            {
                // What damaged files are for.
            }
        }
    }

    [Fact]
    public void Public_pictures_are_read()
    {
        string? zip = SharedData.Find("easy-vqa.zip");
        Assert.SkipUnless(zip is not null, "easy-VQA is not beside the checkout");
        using ZipArchive archive = ZipFile.OpenRead(zip);
        ZipArchiveEntry[] pictures = [.. archive.Entries.Where(entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)).Take(50)];
        Assert.NotEmpty(pictures);
        foreach (ZipArchiveEntry entry in pictures)
        {
            using Stream stream = entry.Open();
            PixelImage image = ImageFile.Decode(stream, entry.FullName);
            Assert.Equal((64, 64), (image.Width, image.Height));
        }
    }

    [Fact]
    public void A_pixel_buffer_must_fit_its_size()
    {
        Assert.Throws<ArgumentException>(() => new PixelImage(2, 2, new byte[11]));
        Assert.Throws<ArgumentException>(() => new PixelImage(0, 2, []));
        Assert.Throws<ArgumentException>(() => new PixelImage(PixelImage.MaxSide + 1, 1, new byte[(PixelImage.MaxSide + 1) * 3]));
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Bomb(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize))
        {
            for (int i = 0; i < megabytes; i++) zlib.Write(new byte[1 << 20]);
        }
        return packed.ToArray();
    }

    private sealed class Endless : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
