using Espalier.Features;

namespace Espalier.Tests.Features;

public sealed class PixelFeaturizerTests
{
    [Fact]
    public void The_same_picture_gives_the_same_bits()
    {
        PixelImage image = Drawn.Scene(Drawn.Kind.Disc, (220, 40, 30), (90, 120, 90), seed: 3);
        float[] first = Describe(image), second = Describe(image);
        Assert.Equal(first, second);
        Assert.All(first, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void The_features_of_a_fixed_picture_never_change_within_a_version()
    {
        var rgb = new byte[16 * 12 * 3];
        for (int i = 0; i < rgb.Length; i++) rgb[i] = (byte)(i * i * 7);
        float[] features = Describe(new PixelImage(16, 12, rgb));
        ulong hash = 14695981039346656037;
        foreach (float value in features) hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 1099511628211;
        Assert.Equal((1, "801d80af0d410ce"), (PixelFeaturizer.Version, hash.ToString("x", null)));
    }

    [Theory]
    [InlineData(255, 0, 0, 12)]
    [InlineData(0, 255, 0, 16)]
    [InlineData(0, 0, 255, 20)]
    [InlineData(0, 0, 0, 36)]
    [InlineData(255, 255, 255, 39)]
    [InlineData(100, 50, 0, 1)]
    public void A_plain_colour_falls_into_its_bin(byte r, byte g, byte b, int bin)
    {
        var rgb = new byte[10 * 10 * 3];
        for (int i = 0; i < rgb.Length; i += 3) (rgb[i], rgb[i + 1], rgb[i + 2]) = (r, g, b);
        float[] features = Describe(new PixelImage(10, 10, rgb));
        Assert.Equal(bin, features.AsSpan(0, 40).ToArray().Index().MaxBy(entry => entry.Item).Index);
        Assert.Equal(bin, features.AsSpan(40, 40).ToArray().Index().MaxBy(entry => entry.Item).Index);
    }

    [Fact]
    public void Blocks_have_about_unit_variance_over_drawn_things()
    {
        var rows = new List<float[]>();
        for (int i = 0; i < 300; i++) rows.Add(Describe(Drawn.Random(i, out _, out _)));
        foreach ((int from, int to) in new[] { (0, 40), (40, 80), (80, 128), (128, 164), (164, 244), (244, 250) })
        {
            double square = Enumerable.Range(from, to - from).Average(k => Variance(rows, k));
            Assert.True(square is > 0.25 and < 2.5, $"variance {square:F2} in block {from}-{to - 1}");
        }
    }

    [Fact]
    public void A_linear_probe_tells_colours_and_shapes()
    {
        (double colour, double shape) = LinearProbe.Accuracies(train: 1200, test: 300);
        Assert.True(colour > 0.95, $"colours: {colour:P1}");
        Assert.True(shape > 0.9, $"shapes: {shape:P1}");
    }

    [Fact]
    public void A_grid_covers_the_picture_and_ends_with_the_whole()
    {
        PixelImage image = Drawn.Random(1, out _, out _);
        int regions = PixelFeaturizer.GridRegions(3, 4);
        var features = new float[regions * PixelFeaturizer.FeatureSize];
        var boxes = new float[regions * 4];
        Assert.Equal(13, PixelFeaturizer.DescribeGrid(image, 3, 4, features, boxes));
        Assert.Equal([0.25f, 1f / 3, 0.5f, 2f / 3], boxes[20..24]);
        Assert.Equal([0f, 0, 1, 1], boxes[48..52]);
        Assert.Equal(Describe(image), features[(12 * PixelFeaturizer.FeatureSize)..]);
    }

    [Theory]
    [InlineData(0.5f, 0.1f, 0.5f, 0.9f)]
    [InlineData(0.9f, 0.1f, 0.5f, 0.9f)]
    [InlineData(0.1f, float.NaN, 0.5f, 0.9f)]
    public void A_box_without_extent_is_refused(float x1, float y1, float x2, float y2) =>
        Assert.Throws<ArgumentException>(() =>
            PixelFeaturizer.Describe(Drawn.Random(1, out _, out _), [x1, y1, x2, y2], new float[PixelFeaturizer.FeatureSize]));

    [Theory]
    [InlineData(-3f, -3f, 5f, 5f)]
    [InlineData(1.5f, 1.5f, 2f, 2f)]
    [InlineData(0.99999f, 0.99999f, 1f, 1f)]
    [InlineData(0f, 0f, 1e-30f, 1e-30f)]
    public void A_box_beyond_the_picture_or_below_a_pixel_is_cut_to_it(float x1, float y1, float x2, float y2)
    {
        var features = new float[PixelFeaturizer.FeatureSize];
        PixelFeaturizer.Describe(Drawn.Random(1, out _, out _), [x1, y1, x2, y2], features);
        Assert.All(features, value => Assert.True(float.IsFinite(value)));
    }

    private static float[] Describe(PixelImage image)
    {
        var features = new float[PixelFeaturizer.FeatureSize];
        PixelFeaturizer.Describe(image, [0, 0, 1, 1], features);
        return features;
    }

    private static double Variance(List<float[]> rows, int column)
    {
        double mean = rows.Average(row => row[column]);
        return rows.Average(row => (row[column] - mean) * (row[column] - mean));
    }
}
