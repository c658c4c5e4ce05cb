using Espalier.Features;
using Espalier.Testing;

namespace Espalier.Vision.Tests;

public sealed class DetectorTests : IDisposable
{
    private static readonly float[] Scores = [0.1f, 0.9f, 0.3f, 0.9f, 0.05f];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 100, "0.2", new[] { 1, 3, 2 })]
    [InlineData(4, 100, "0.2", new[] { 1, 3, 2, 0 })]
    [InlineData(10, 100, "0.2", new[] { 1, 3, 2, 0, 4 })]
    [InlineData(1, 2, "0", new[] { 1, 3 })]
    [InlineData(1, 100, "0.95", new[] { 1 })]
    [InlineData(2, 2, "0.2", new[] { 1, 3 })]
    [InlineData(null, 3, "0.95", new[] { 1, 3, 2 })]
    public void Regions_of_the_best_scores_are_kept(int? least, int most, string threshold, int[] kept)
    {
        (string, string)[] settings = [("max-regions", $"{most}"), ("threshold", threshold)];
        RegionRecord regions = Describe(Scores, least is null ? settings : [.. settings, ("min-regions", $"{least}")]);
        Assert.Equal(kept, Enumerable.Range(0, regions.Regions).Select(i => (int)Math.Round(regions.Features[i * 3] / regions.Features[0] * (kept[0] + 1)) - 1));
    }

    [Fact]
    public void Features_and_boxes_in_pixels_are_those_of_the_model()
    {
        PixelImage image = Pictures.Make(64, 32);
        RegionRecord regions = Describe(Scores, ("min-regions", "1"));
        for (int c = 0; c < 3; c++)
        {
            double mean = 0;
            for (int i = c; i < image.Rgb.Length; i += 3) mean += image.Rgb[i] / 255.0 / (64 * 32);
            Assert.Equal(2 * mean, regions.Features[c], 1e-4);
        }
        // Region 1 is 2 to 32 of 64 pixels and 1 to 16 of 32; region 3 ends a little outside.
        Assert.Equal([2 / 64f, 1 / 32f, 32 / 64f, 16 / 32f, 4 / 64f, 3 / 32f, 1, 1], regions.Boxes[..8].ToArray());
    }

    [Fact]
    public void Boxes_in_fractions_are_taken_as_they_are()
    {
        float[] boxes = [0.25f, 0, 0.5f, 1.005f, -0.004f, 0.125f, 1, 0.75f];
        using VisionModel model = Open(TinyVision.Detector(boxes, null), ("box-unit", "fraction"));
        Assert.Equal([0.25f, 0, 0.5f, 1, 0, 0.125f, 1, 0.75f], Pictures.Describe(model, Pictures.Make(64, 32)).Boxes.ToArray());
    }

    [Fact]
    public void Without_scores_the_first_are_kept()
    {
        RegionRecord regions = Describe(null, ("max-regions", "2"));
        Assert.Equal(2, regions.Regions);
        Assert.Equal(2 * regions.Features[0], regions.Features[3], 1e-5f);
    }

    [Fact]
    public void Scores_may_be_passed_over()
    {
        RegionRecord regions = Describe(Scores, ("scores", "none"), ("max-regions", "2")), first = Describe(null, ("max-regions", "2"));
        Assert.Equal(first.Features, regions.Features);
        Assert.Equal(first.Boxes, regions.Boxes);
    }

    [Theory]
    [InlineData("threshold", "0.5", "a detector without scores")]
    [InlineData("pool", "2", "a detector")]
    [InlineData("patch", "2", "a detector")]
    public void A_setting_that_does_nothing_for_the_model_is_told(string key, string value, string found)
    {
        InputException error = Assert.Throws<InputException>(() => Describe(null, (key, value)));
        Assert.Equal(("settings", key), (error.File, error.Place));
        Assert.StartsWith(found, error.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new float[] { 0, 0, 65, 10 }, "0 0 65 10")]
    [InlineData(new float[] { 0, -2, 5, 10 }, "0 -2 5 10")]
    [InlineData(new float[] { 5, 0, 4, 10 }, "5 0 4 10")]
    [InlineData(new float[] { 5, float.NaN, 6, 10 }, "5 NaN 6 10")]
    [InlineData(new float[] { 0, 0, float.PositiveInfinity, 10 }, "0 0 Infinity 10")]
    public void A_box_outside_of_the_picture_is_refused(float[] box, string found)
    {
        using VisionModel model = Open(TinyVision.Detector([10, 10, 20, 20, .. box], null));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(64, 32)));
        Assert.Equal(("picture.png", "box 1 of output boxes", found), (error.File, error.Place, error.Found));
        Assert.Contains("64 wide and 32 high", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_that_are_taken_for_fractions_and_the_other_way_round_are_told()
    {
        using VisionModel pixels = Open(TinyVision.Detector([0.1f, 0.1f, 0.9f, 0.8f], null)), fractions = Open(TinyVision.Detector([1, 1, 9, 8], null), ("box-unit", "fraction"));
        Assert.Contains("box-unit=fraction", Assert.Throws<InputException>(() => Pictures.Describe(pixels, Pictures.Make(64, 32))).Expected, StringComparison.Ordinal);
        Assert.Contains("box-unit=pixels", Assert.Throws<InputException>(() => Pictures.Describe(fractions, Pictures.Make(64, 32))).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_without_regions_is_refused()
    {
        using VisionModel model = Open(TinyVision.Detector([], []));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(64, 32)));
        Assert.Equal(("picture.png", "no regions"), (error.File, error.Found));
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_refused()
    {
        using VisionModel model = Open(TinyVision.Detector([10, 10, 20, 20], [float.NaN]));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(64, 32)));
        Assert.Equal(("output scores", "NaN"), (error.Place, error.Found));
    }

    [Fact]
    public void Features_that_are_no_numbers_are_refused()
    {
        OnnxSketch sketch = OnnxSketch.OfPixels().Numbers("zero", [0], 1).Node("Mul", "none", ["pixels", "zero"]).Node("Div", "map", ["none", "none"])
            .Output("map", OnnxSketch.Singles, "N", 3, "h", "w");
        using VisionModel model = Open(sketch);
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(64, 32)));
        Assert.Equal(("picture.png", "output map", "NaN"), (error.File, error.Place, error.Found));
    }

    private RegionRecord Describe(float[]? scores, params (string Key, string Value)[] settings)
    {
        float[] boxes = [0, 0, 8, 8, 2, 1, 32, 16, 3, 2, 20, 20, 4, 3, 64.3f, 32.2f, 5, 4, 6, 5];
        using VisionModel model = Open(TinyVision.Detector(boxes, scores), settings);
        return Pictures.Describe(model, Pictures.Make(64, 32));
    }

    private VisionModel Open(OnnxSketch sketch, params (string Key, string Value)[] settings) =>
        VisionModel.Open(sketch.Save(folder.File($"{Guid.NewGuid():N}.onnx")), Pictures.Plain([("size", "32x64"), .. settings]), threads: 1);
}
