using System.Globalization;
using System.Runtime.CompilerServices;
using Espalier.Testing;

namespace Espalier.Vision.Tests;

public sealed class VisionSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_setting_is_read_as_it_is_shown()
    {
        KeyValuePair<string, string>[] texts =
        [
            new("size", "480x640"), new("filter", "bicubic"), new("channels", "bgr"), new("scale", "0.25"), new("mean", "1,2.5,3"), new("std", "4,5,6.125"), new("features", "f"),
            new("boxes", "b"), new("scores", "none"), new("box-unit", "fraction"), new("min-regions", "3"), new("max-regions", "36"), new("threshold", "-0.5"), new("pool", "7"), new("patch", "14"),
        ];
        VisionSettings settings = VisionSettingsReader.Apply(new VisionSettings(), texts, "here");
        Assert.Equal(texts, VisionSettingKeys.All.Where(key => key.Show(settings) is not null).Select(key => KeyValuePair.Create(key.Name, key.Show(settings)!)));
        settings = VisionSettingsReader.Apply(settings, [new("longest", "1000"), new("shorter", "600")], "here");
        Assert.Equal((null, 600, 1000), (settings.Size, settings.Shorter, settings.Longest));
        Assert.Equal(VisionSettingKeys.All.Count, texts.Length + 2);
    }

    [Theory]
    [InlineData("size", "0", "224, 480x640")]
    [InlineData("size", "1x2x3", "224, 480x640")]
    [InlineData("size", "9000", "at most 8192")]
    [InlineData("shorter", "+5", "1 to 8192")]
    [InlineData("filter", "nearest", "bilinear or bicubic")]
    [InlineData("filter", "1", "bilinear or bicubic")]
    [InlineData("channels", "RGB", "rgb or bgr")]
    [InlineData("scale", "0", "above 0")]
    [InlineData("scale", "1/0", "above 0")]
    [InlineData("scale", "1/2/3", "above 0")]
    [InlineData("scale", "NaN", "above 0")]
    [InlineData("mean", "1,2", "three numbers")]
    [InlineData("mean", "1,2,infinity", "three numbers")]
    [InlineData("std", "1,0,1", "above 0")]
    [InlineData("features", "", "name of an output")]
    [InlineData("features", "a;b", "name of an output")]
    [InlineData("box-unit", "cm", "pixels or fraction")]
    [InlineData("max-regions", "5000", "1 to 4096")]
    [InlineData("min-regions", "101", "no more than max-regions, which is 100")]
    [InlineData("threshold", "high", "a number")]
    [InlineData("pool", "65", "1 to 64")]
    [InlineData("longest", "900", "shorter beside it")]
    [InlineData("colour", "rgb", "one of size, shorter")]
    public void What_is_no_value_is_told_with_what_is(string key, string value, string expected)
    {
        InputException error = Assert.Throws<InputException>(() => VisionSettingsReader.Apply(new VisionSettings(), [new(key, value)], "here"));
        Assert.Equal("here", error.File);
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size=8;shorter=8", "shorter and longest")]
    [InlineData("longest=9;size=8", "shorter and longest")]
    [InlineData("shorter=10;longest=9", "no less")]
    [InlineData("min-regions=9;max-regions=8", "max-regions")]
    public void What_does_not_go_together_is_told(string texts, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => VisionSettingsReader.Apply(new VisionSettings(),
            [.. texts.Split(';').Select(text => text.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))], "here")).Expected, StringComparison.Ordinal);

    [Fact]
    public void The_documentation_has_every_setting()
    {
        string page = File.ReadAllText(Page());
        Assert.All(VisionSettingKeys.All, key => Assert.Contains($"`{key.Name}`", page[page.IndexOf("## Settings", StringComparison.Ordinal)..], StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_country()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            VisionSettings settings = VisionSettingsReader.Apply(new VisionSettings(), [new("mean", "0.5,0.25,1"), new("size", "480x640")], "here");
            Assert.Equal("0.5,0.25,1", VisionSettingKeys.All.First(key => key.Name == "mean").Show(settings));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_model_carries_settings_which_the_user_overrides()
    {
        string path = TinyVision.Backbone().Says("espalier.shorter", "16").Says("espalier.longest", "32").Says("espalier.channels", "bgr").Says("author", "me").Save(folder.File("m.onnx"));
        using VisionModel own = VisionModel.Open(path, []), overridden = VisionModel.Open(path, Pictures.Plain(("size", "24"), ("channels", "rgb")));
        Assert.Equal((16, 32, ChannelOrder.Bgr), (own.Settings.Shorter, own.Settings.Longest, own.Settings.Channels));
        Assert.Equal((null, new PictureSize(24, 24), ChannelOrder.Rgb), (overridden.Settings.Shorter, overridden.Settings.Size, overridden.Settings.Channels));
    }

    [Fact]
    public void Wrong_settings_of_a_model_are_told_as_the_models()
    {
        string path = TinyVision.Backbone().Says("espalier.size", "16").Says("espalier.means", "0").Save(folder.File("m.onnx"));
        InputException error = Assert.Throws<InputException>(() => VisionModel.Open(path, []));
        Assert.Equal($"{path}, metadata", error.File);
        Assert.Equal("'means'", error.Found);
    }

    private static string Page([CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../docs/features.md"));
}
