using Espalier.Features;

namespace Espalier.Tests.Features;

public sealed class RegionFinderTests
{
    [Fact]
    public void Each_thing_on_a_plain_ground_is_a_region_the_largest_first()
    {
        PixelImage picture = Draw(100, 50, (20, 10, 40, 30), (60, 20, 70, 26));
        Assert.Equal([0.2f, 0.2f, 0.4f, 0.6f, 0.6f, 0.4f, 0.7f, 0.52f], RegionFinder.Find(picture, 8));
        Assert.Equal([0.2f, 0.2f, 0.4f, 0.6f], RegionFinder.Find(picture, 1));
    }

    [Fact]
    public void Nothing_stands_out_from_one_colour_and_specks_are_not_things()
    {
        Assert.Empty(RegionFinder.Find(Draw(100, 50), 8));
        Assert.Empty(RegionFinder.Find(Draw(100, 50, (20, 10, 22, 12)), 8));
    }

    [Fact]
    public void A_ground_that_changes_slowly_is_ground()
    {
        byte[] rgb = new byte[100 * 50 * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(i / 3 % 100 * 2);
        Assert.Empty(RegionFinder.Find(new PixelImage(100, 50, rgb), 8));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 3)]
    public void A_picture_that_is_all_rim_has_no_region(int width, int height) => Assert.Empty(RegionFinder.Find(Draw(width, height), 8));

    private static PixelImage Draw(int width, int height, params (int Left, int Top, int Right, int Bottom)[] things)
    {
        byte[] rgb = new byte[width * height * 3];
        Array.Fill(rgb, (byte)220);
        foreach ((int left, int top, int right, int bottom) in things)
        {
            for (int y = top; y < bottom; y++) rgb.AsSpan(((y * width) + left) * 3, (right - left) * 3).Fill(40);
        }
        return new PixelImage(width, height, rgb);
    }
}
