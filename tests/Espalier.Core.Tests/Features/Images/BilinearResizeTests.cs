using Espalier.Features;

namespace Espalier.Core.Tests.Features.Images;

public sealed class BilinearResizeTests
{
    [Fact]
    public void The_same_size_gives_the_same_picture()
    {
        PixelImage image = BicubicResizeTests.Make(7, 5, (x, y, c) => (x * 31) + (y * 7) + (c * 50));
        Assert.Equal(image.Rgb.ToArray(), BilinearResize.Apply(image, 7, 5).Rgb.ToArray());
    }

    [Fact]
    public void Between_two_pixels_it_is_a_line()
    {
        PixelImage resized = BilinearResize.Apply(BicubicResizeTests.Make(2, 1, (x, _, _) => 255 * x), 4, 1);
        Assert.Equal([0, 64, 191, 255], Enumerable.Range(0, 4).Select(x => (int)resized.Row(0)[x * 3]));
    }

    [Fact]
    public void Shrinking_to_half_weighs_four_pixels()
    {
        // A triangle of twice the width: eighths 1, 3, 3, 1 of the four nearest pixels; at an edge sevenths 3, 3, 1 of three.
        PixelImage resized = BilinearResize.Apply(BicubicResizeTests.Make(1, 6, (_, y, _) => y * y * 10), 1, 3);
        Assert.Equal([Math.Round(((3 * 0) + (3 * 10) + 40) / 7.0), Math.Round((10 + (3 * 40) + (3 * 90) + 160) / 8.0), Math.Round((90 + (3 * 160) + (3 * 250)) / 7.0)],
            Enumerable.Range(0, 3).Select(y => (double)resized.Row(y)[0]));
    }
}
