using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Vision.Tests;

public sealed class BackboneTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Cells_are_regions_with_the_numbers_of_the_convolution()
    {
        PixelImage image = Pictures.Make(32, 24);
        using VisionModel model = Open(TinyVision.Backbone(), Pictures.Plain(("size", "24x32")));
        RegionRecord regions = Pictures.Describe(model, image);
        Assert.Equal((7, 12, TinyVision.Channels), (regions.ImageId, regions.Regions, regions.FeatureSize));
        for (int i = 0; i < 12; i++)
        {
            AssertClose(Cell(image, i / 4, i % 4, Rgb), regions.Features.Slice(i * TinyVision.Channels, TinyVision.Channels));
            Assert.Equal([i % 4 / 4f, i / 4 / 3f, ((i % 4) + 1) / 4f, ((i / 4) + 1) / 3f], regions.Boxes.Slice(i * 4, 4).ToArray());
        }
    }

    [Fact]
    public void Pixels_are_scaled_less_the_mean_by_the_deviation_in_the_order_of_the_model()
    {
        PixelImage image = Pictures.Make(8, 8);
        Dictionary<string, string> settings = new() { ["size"] = "8", ["channels"] = "bgr", ["scale"] = "0.5", ["mean"] = "30,80,60", ["std"] = "2,4,8" };
        using VisionModel model = Open(TinyVision.Backbone(), settings);
        float[] mean = [30, 80, 60], std = [2, 4, 8];
        AssertClose(Cell(image, 0, 0, (rgb, plane) => ((rgb[2 - plane] * 0.5f) - mean[plane]) / std[plane]), Pictures.Describe(model, image).Features);
    }

    [Fact]
    public void The_defaults_are_those_of_ImageNet()
    {
        PixelImage image = Pictures.Make(8, 8);
        using VisionModel model = Open(TinyVision.Backbone(), new() { ["size"] = "8" });
        float[] mean = [0.485f, 0.456f, 0.406f], std = [0.229f, 0.224f, 0.225f];
        AssertClose(Cell(image, 0, 0, (rgb, plane) => ((rgb[plane] / 255f) - mean[plane]) / std[plane]), Pictures.Describe(model, image).Features);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Patch_states_of_a_square_are_its_cells_with_or_without_one_before_them(int before)
    {
        PixelImage image = Pictures.Make(24, 24);
        using VisionModel map = Open(TinyVision.Backbone(), Pictures.Plain(("size", "24"))), states = Open(TinyVision.Patches(before), Pictures.Plain(("size", "24")));
        AssertSame(Pictures.Describe(map, image), Pictures.Describe(states, image));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Patch_states_of_other_pictures_need_the_side_of_a_patch(int before)
    {
        PixelImage image = Pictures.Make(32, 24);
        using VisionModel map = Open(TinyVision.Backbone(), Pictures.Plain(("size", "24x32")));
        using VisionModel states = Open(TinyVision.Patches(before), Pictures.Plain(("size", "24x32"), ("patch", "8")));
        AssertSame(Pictures.Describe(map, image), Pictures.Describe(states, image));
        using VisionModel unsaid = Open(TinyVision.Patches(before), Pictures.Plain(("size", "24x32")));
        Assert.Contains("patch=SIDE", Assert.Throws<InputException>(() => Pictures.Describe(unsaid, image)).Expected, StringComparison.Ordinal);
        using VisionModel wrong = Open(TinyVision.Patches(60), Pictures.Plain(("size", "24x32"), ("patch", "8")));
        Assert.Contains("patch=SIDE", Assert.Throws<InputException>(() => Pictures.Describe(wrong, image)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_is_averaged_to_no_more_cells_a_side()
    {
        PixelImage image = Pictures.Make(40, 16);
        using VisionModel fine = Open(TinyVision.Backbone(), Pictures.Plain(("size", "16x40"))), coarse = Open(TinyVision.Backbone(), Pictures.Plain(("size", "16x40"), ("pool", "2")));
        RegionRecord cells = Pictures.Describe(fine, image), pooled = Pictures.Describe(coarse, image);
        Assert.Equal((10, 4), (cells.Regions, pooled.Regions));
        // Five columns in two: the first three and the last three.
        for (int i = 0; i < 4; i++)
        {
            (int row, int first) = (i / 2, i % 2 == 0 ? 0 : 2);
            for (int d = 0; d < TinyVision.Channels; d++)
            {
                float sum = 0;
                for (int x = first; x < first + 3; x++) sum += cells.Features[(((row * 5) + x) * TinyVision.Channels) + d];
                Assert.Equal(sum / 3, pooled.Features[(i * TinyVision.Channels) + d], 1e-5f);
            }
            Assert.Equal([first / 5f, row / 2f, (first + 3) / 5f, (row + 1) / 2f], pooled.Boxes.Slice(i * 4, 4).ToArray());
        }
    }

    [Theory]
    [InlineData(100, 50, 16, 24, 12, 24)]
    [InlineData(50, 100, 16, 40, 32, 16)]
    [InlineData(30, 30, 16, 99, 16, 16)]
    [InlineData(1000, 1, 8, 64, 1, 64)]
    public void Proportions_are_kept_by_the_shorter_side_as_far_as_the_longer_allows(int width, int height, int shorter, int longest, int newHeight, int newWidth)
    {
        using VisionModel model = Open(TinyVision.Backbone(), Pictures.Plain(("shorter", $"{shorter}"), ("longest", $"{longest}")));
        PixelImage prepared = model.Prepare(Pictures.Make(width, height));
        Assert.Equal((newHeight, newWidth), (prepared.Height, prepared.Width));
        Assert.True(model.MaxPixels >= newHeight * newWidth);
    }

    [Fact]
    public void Pictures_are_resized_by_the_filter()
    {
        PixelImage image = Pictures.Make(50, 40);
        using VisionModel usual = Open(TinyVision.Backbone(), Pictures.Plain(("size", "16x24"))), other = Open(TinyVision.Backbone(), Pictures.Plain(("size", "16x24"), ("filter", "bicubic")));
        Assert.Equal(BilinearResize.Apply(image, 24, 16).Rgb, usual.Prepare(image).Rgb);
        Assert.Equal(BicubicResize.Apply(image, 24, 16).Rgb, other.Prepare(image).Rgb);
    }

    [Fact]
    public void A_model_of_one_size_decides_it()
    {
        using VisionModel model = Open(TinyVision.Backbone(16, 24), Pictures.Plain());
        Assert.Equal(6, Pictures.Describe(model, Pictures.Make(99, 77)).Regions);
        Assert.Equal(new PictureSize(16, 24), model.Settings.Size);
    }

    [Fact]
    public void A_grid_of_too_many_cells_is_told_how_to_become_smaller()
    {
        using VisionModel model = Open(TinyVision.Backbone(), Pictures.Plain(("size", "520x520")));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(8, 8)));
        Assert.Equal(("picture.png", "65 x 65 cells"), (error.File, error.Found));
        Assert.Contains("pool=K", error.Expected, StringComparison.Ordinal);
    }

    private VisionModel Open(OnnxSketch sketch, Dictionary<string, string> settings) =>
        VisionModel.Open(sketch.Save(folder.File($"{Guid.NewGuid():N}.onnx")), settings, threads: 1);

    private static float Rgb(ReadOnlySpan<byte> rgb, int plane) => rgb[plane] / 255f;

    // Plainly: every product of a kernel and the pixels under it.
    private static float[] Cell(PixelImage image, int row, int column, Pixel pixel)
    {
        const int side = TinyVision.Cell;
        double[] sums = new double[TinyVision.Channels];
        for (int i = 0; i < TinyVision.Kernels.Length; i++)
        {
            int d = i / (3 * side * side), plane = i / (side * side) % 3, y = i / side % side, x = i % side;
            ReadOnlySpan<byte> rgb = image.Row((row * side) + y).Slice(((column * side) + x) * 3, 3);
            sums[d] += TinyVision.Kernels[i] * pixel(rgb, plane);
        }
        return [.. sums.Select(sum => (float)Math.Max(0, sum))];
    }

    private delegate float Pixel(ReadOnlySpan<byte> rgb, int plane);

    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.Contains(expected, value => value > 0);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4f * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void AssertSame(RegionRecord expected, RegionRecord actual)
    {
        Assert.Equal(expected.Features, actual.Features);
        Assert.Equal(expected.Boxes, actual.Boxes);
    }
}
