using Espalier.Features;

namespace Espalier.Core.Tests.Features.Images;

public sealed class BicubicResizeTests
{
    [Fact]
    public void The_same_size_gives_the_same_picture()
    {
        PixelImage image = Make(7, 5, (x, y, c) => (x * 31) + (y * 7) + (c * 50));
        Assert.Equal(image.Rgb.ToArray(), BicubicResize.Apply(image, 7, 5).Rgb.ToArray());
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(20, 33)]
    public void One_colour_stays_one_colour(int width, int height) =>
        Assert.All(BicubicResize.Apply(Make(11, 9, (_, _, _) => 201), width, height).Rgb.ToArray(), value => Assert.Equal(201, value));

    [Theory]
    [InlineData(32)]
    [InlineData(8)]
    public void A_ramp_stays_a_ramp_away_from_the_edges(int width)
    {
        PixelImage resized = BicubicResize.Apply(Make(16, 4, (x, _, _) => 10 * x), width, 4);
        double step = 16.0 / width;
        for (int x = width / 4; x < width * 3 / 4; x++)
            Assert.InRange(resized.Row(1)[x * 3], (10 * (((x + 0.5) * step) - 0.5)) - 0.51, (10 * (((x + 0.5) * step) - 0.5)) + 0.51);
    }

    [Fact]
    public void Enlarging_an_edge_overshoots_as_the_kernel_does()
    {
        // Of 100 and 200, enlarged twice: at a quarter of a pixel the kernel is 0.8671875 and 0.2265625 on these, the rest on what lies beyond them.
        PixelImage resized = BicubicResize.Apply(Make(4, 1, (x, _, _) => x < 2 ? 100 : 200), 8, 1);
        Assert.Equal([100, 100, 98, 116, 184, 202, 200, 200], Enumerable.Range(0, 8).Select(x => (int)resized.Row(0)[x * 3]), (a, b) => Math.Abs(a - b) <= 5);
        Assert.True(resized.Row(0)[6] < 100);
        Assert.True(resized.Row(0)[15] > 200);
    }

    [Fact]
    public void A_part_is_resized_as_if_it_were_the_whole()
    {
        PixelImage image = Make(12, 10, (x, y, _) => x is >= 3 and < 9 && y is >= 2 and < 7 ? (x * 9) + y : 255);
        PixelImage part = Make(6, 5, (x, y, _) => ((x + 3) * 9) + y + 2);
        Assert.Equal(BicubicResize.Apply(part, 4, 4).Rgb.ToArray(), BicubicResize.Apply(image, 3, 2, 6, 5, 4, 4).Rgb.ToArray());
    }

    [Theory]
    [InlineData(-1, 0, 4, 4)]
    [InlineData(0, 0, 5, 4)]
    [InlineData(0, 3, 4, 2)]
    [InlineData(0, 0, 0, 4)]
    public void A_part_outside_the_picture_is_refused(int left, int top, int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BicubicResize.Apply(Make(4, 4, (_, _, _) => 0), left, top, width, height, 2, 2));

    internal static PixelImage Make(int width, int height, Func<int, int, int, int> value)
    {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)value(i / 3 % width, i / 3 / width, i % 3);
        return new PixelImage(width, height, rgb);
    }
}
