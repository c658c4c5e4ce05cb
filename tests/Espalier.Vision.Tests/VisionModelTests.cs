using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Vision.Tests;

public sealed class VisionModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string> Inputs => new()
    {
        { "pixels 3 H W", "pixels [3, any, any] float" },
        { "pixels N 3 H W T", "pixels [any, 3, any, any, any] float" },
        { "pixels N 4 H W", "pixels [any, 4, any, any] float" },
        { "pixels 2 3 H W", "pixels [2, 3, any, any] float" },
        { "pixels", "pixels [] float" },
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_made_the_features_is_told_with_every_setting_that_does_something()
    {
        string path = TinyVision.Backbone().Save(folder.File("tiny;1.onnx"));
        using VisionModel model = VisionModel.Open(path, new Dictionary<string, string> { ["size"] = "16x24", ["pool"] = "2", ["mean"] = "1,2,3" }, threads: 1);
        Assert.Throws<InvalidOperationException>(() => model.Provenance);
        Pictures.Describe(model, Pictures.Make(9, 9));
        Assert.Equal($"onnx tiny?1.onnx; sha256={InputFingerprint.Of(path)}; size=16x24; filter=bilinear; channels=rgb; scale=0.00392156862745098; " +
            "mean=1,2,3; std=0.229,0.224,0.225; features=map; boxes=none; pool=2", model.Provenance);
        using VisionModel detector = VisionModel.Open(TinyVision.Detector([1, 1, 9, 9], [1]).Save(folder.File("d.onnx")), new Dictionary<string, string> { ["shorter"] = "16" });
        Pictures.Describe(detector, Pictures.Make(16, 16));
        Assert.EndsWith("; features=features; boxes=boxes; scores=scores; box-unit=pixels; min-regions=10; max-regions=100; threshold=0.2", detector.Provenance, StringComparison.Ordinal);
        Assert.Contains("; shorter=16; filter", detector.Provenance, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_that_made_features_is_opened_with_the_settings_that_it_made_them_with()
    {
        string path = TinyVision.Backbone().Save(folder.File("m.onnx")), detector = TinyVision.Detector([1, 1, 9, 9], null).Save(folder.File("d.onnx"));
        string picture = folder.Write("1.png", TinyPng.WithSquare(40, 3, 20));
        foreach ((string file, string[] settings) in new[] { (path, new[] { "size=16x24", "pool=2", "channels=bgr" }), (path, ["shorter=16", "longest=40"]), (detector, ["size=16"]) })
        {
            using VisionModel first = VisionModel.Open(file, [.. settings.Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))]);
            PictureRegions expected = first.Describe(picture);
            using VisionModel again = VisionModel.OpenLike(file, first.Provenance);
            PictureRegions described = again.Describe(picture);
            Assert.Equal(expected.Features, described.Features);
            Assert.Equal(expected.Boxes, described.Boxes);
            Assert.Equal(first.Provenance, again.Provenance);
            Assert.Equal($"{expected.Count} by {Path.GetFileName(file)}", described.Origin);
            InputException error = Assert.Throws<InputException>(() => VisionModel.OpenLike(file, first.Provenance.Replace("sha256=", "sha256=0", StringComparison.Ordinal)));
            Assert.Equal((file, "sha256"), (error.File, error.Place));
        }
    }

    [Theory]
    [InlineData("tsv train.tsv")]
    [InlineData("onnx m.onnx")]
    [InlineData("onnx m.onnx; size=8")]
    [InlineData("onnx m.onnx; sha256=0; size")]
    public void What_does_not_tell_a_model_is_refused(string provenance) =>
        Assert.Equal("provenance", Assert.Throws<InputException>(() => VisionModel.OpenLike(TinyVision.Backbone().Save(folder.File("m.onnx")), provenance)).Place);

    [Fact]
    public void Weights_beside_a_model_are_part_of_it()
    {
        File.WriteAllBytes(folder.File("weights.bin"), new byte[12]);
        string path = WithWeights("weights.bin").Save(folder.File("m.onnx"));
        string before = Described(path);
        File.WriteAllBytes(folder.File("weights.bin"), [.. new byte[11], 64]);
        Assert.NotEqual(before, Described(path));
        File.Delete(folder.File("weights.bin"));
        Assert.Equal("no weights.bin beside it", Refused(path).Found);

        string Described(string path)
        {
            using VisionModel model = VisionModel.Open(path, Pictures.Plain(("size", "8")));
            Pictures.Describe(model, Pictures.Make(8, 8));
            return model.Provenance;
        }
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../weights.bin")]
    [InlineData(".")]
    [InlineData("weights\n.bin")]
    public void Weights_elsewhere_are_refused(string name) => Assert.Equal("a file outside of the model's folder", Refused(WithWeights(name).Save(folder.File("m.onnx"))).Found);

    [Fact]
    public void What_is_no_model_is_told()
    {
        Assert.Equal((folder.File("m.onnx"), "nothing"), (Refused(folder.File("m.onnx")).File, Refused(folder.File("m.onnx")).Found));
        Assert.Equal("file", Refused(folder.Path).Place);
        foreach (byte[] bytes in new byte[][] { [], "hello"u8.ToArray(), [0x3A, 0x05], [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x08, 0x07], [0x3A, 0x00, 0xFF] })
        {
            InputException error = Refused(folder.Write("m.onnx", bytes));
            Assert.Equal((folder.File("m.onnx"), "model", "an ONNX model"), (error.File, error.Place, error.Expected));
        }
    }

    [Fact]
    public void A_model_that_is_cut_short_anywhere_is_refused()
    {
        byte[] whole = File.ReadAllBytes(TinyVision.Backbone(16, 16).Save(folder.File("m.onnx")));
        using (VisionModel.Open(folder.File("m.onnx"), []))
        {
        }
        // Every byte where the parts that are looked at begin and end, and some of the weights between them.
        for (int length = 0; length < whole.Length; length += length < 64 || length > whole.Length - 200 ? 1 : 97)
            Refused(folder.Write("cut.onnx", whole.AsSpan(0, length)));
    }

    [Fact]
    public void Messages_in_messages_without_end_are_refused()
    {
        // Nodes of attributes of graphs of nodes.
        byte[] graph = [];
        for (int depth = 0; depth < 100; depth++) graph = Field(1, Field(5, Field(6, graph)));
        Assert.Contains("messages in more than", Refused(folder.Write("deep.onnx", Field(7, graph))).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_ONNX_Runtime_does_not_know_is_named()
    {
        string path = OnnxSketch.OfPixels().Node("Imagine", "map", ["pixels"]).Output("map", OnnxSketch.Singles, "N", 3, "h", "w").Save(folder.File("m.onnx"));
        InputException error = Refused(path);
        Assert.Equal((path, "an ONNX model that ONNX Runtime loads"), (error.File, error.Expected));
        Assert.Contains("Imagine", error.Found, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Inputs))]
    public void An_input_of_another_form_is_refused(string input, string found)
    {
        string[] words = input.Split(' ');
        object[] dimensions = [.. words[1..].Select(word => int.TryParse(word, out int size) ? size : (object)word)];
        OnnxSketch sketch = new OnnxSketch().Input("pixels", OnnxSketch.Singles, dimensions).Node("Identity", "map", ["pixels"]).Output("map", OnnxSketch.Singles, dimensions);
        InputException error = Refused(sketch.Save(folder.File("m.onnx")));
        Assert.Equal(("inputs", found), (error.Place, error.Found));
        Assert.StartsWith("[1, 3, H, W] or [N, 3, H, W]", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_of_other_numbers_and_more_than_one_are_refused()
    {
        object[] dimensions = ["N", 3, "H", "W"];
        OnnxSketch doubles = new OnnxSketch().Input("pixels", OnnxSketch.Doubles, dimensions).Node("Identity", "map", ["pixels"]).Output("map", OnnxSketch.Doubles, dimensions);
        Assert.Equal("pixels [any, 3, any, any] double", Refused(doubles.Save(folder.File("m.onnx"))).Found);
        OnnxSketch two = OnnxSketch.OfPixels().Input("size", OnnxSketch.Wholes, 2).Node("Identity", "map", ["pixels"]).Output("map", OnnxSketch.Singles, dimensions)
            .Node("Identity", "same", ["size"]).Output("same", OnnxSketch.Wholes, 2);
        Assert.Equal("pixels [any, 3, any, any] float, size [2] int64", Refused(two.Save(folder.File("m.onnx"))).Found);
    }

    [Theory]
    [InlineData(null, null, "", "size=SIDE")]
    [InlineData(16, 24, "size=16", "a size that the model takes")]
    [InlineData(16, 24, "size=24x16", "a size that the model takes")]
    [InlineData(16, 24, "shorter=16", "no such setting")]
    [InlineData(16, null, "", "a size that the model takes")]
    [InlineData(16, null, "size=8x8", "a size that the model takes")]
    [InlineData(9000, 9000, "", "sides up to 8192")]
    public void A_size_that_is_not_the_models_or_is_not_known_is_told(int? height, int? width, string setting, string expected)
    {
        string path = TinyVision.Backbone(height, width).Save(folder.File("m.onnx"));
        Dictionary<string, string> settings = setting.Length == 0 ? [] : new() { [setting.Split('=')[0]] = setting.Split('=')[1] };
        InputException error = Assert.Throws<InputException>(() => VisionModel.Open(path, settings));
        Assert.Equal(path, error.File);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_side_that_is_free_is_set()
    {
        using VisionModel model = VisionModel.Open(TinyVision.Backbone(16).Save(folder.File("m.onnx")), Pictures.Plain(("size", "16x24")));
        Assert.Equal(6, Pictures.Describe(model, Pictures.Make(9, 9)).Regions);
    }

    [Fact]
    public void A_run_that_fails_names_the_picture_and_the_model()
    {
        // 3 x 4 pixels are fewer than the kernel.
        using VisionModel model = VisionModel.Open(TinyVision.Backbone().Save(folder.File("m.onnx")), Pictures.Plain(("size", "3x4")));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(9, 9)));
        Assert.Equal(("picture.png", "in m.onnx", "a model that runs on 4 x 3 pixels"), (error.File, error.Place, error.Expected));
    }

    [Fact]
    public void Outputs_that_are_not_clear_are_told_with_a_first_picture()
    {
        OnnxSketch sketch = TinyVision.Backbone().Node("Identity", "other", ["map"]).Output("other", OnnxSketch.Singles, "N", TinyVision.Channels, "h", "w");
        using VisionModel model = VisionModel.Open(sketch.Save(folder.File("m.onnx")), Pictures.Plain(("size", "16")));
        InputException error = Assert.Throws<InputException>(() => Pictures.Describe(model, Pictures.Make(9, 9)));
        Assert.Equal((folder.File("m.onnx"), "the setting features=NAME"), (error.File, error.Expected));
        Assert.Contains("features may be map [1, 5, 2, 2] or other [1, 5, 2, 2]", error.Found, StringComparison.Ordinal);
    }

    private static OnnxSketch WithWeights(string file) => OnnxSketch.OfPixels().NumbersIn(file, "bias", 3).Integers("shape", 1, 3, 1, 1).Node("Reshape", "biases", ["bias", "shape"])
        .Node("Add", "map", ["pixels", "biases"]).Output("map", OnnxSketch.Singles, "N", 3, "h", "w");

    private static InputException Refused(string path) => Assert.Throws<InputException>(() => VisionModel.Open(path, []));

    private static byte[] Field(int number, byte[] bytes)
    {
        List<byte> field = [(byte)((number << 3) | 2)];
        int length = bytes.Length;
        for (; length >= 0x80; length >>= 7) field.Add((byte)(length | 0x80));
        return [.. field, (byte)length, .. bytes];
    }
}
