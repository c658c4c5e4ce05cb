using Espalier.Reports.Pictures;

namespace Espalier.Reports.Tests;

public sealed class PictureFontTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("espalier-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_fonts_the_message_says_what_to_install()
    {
        string message = Assert.Throws<FontMissingException>(() => PictureFont.Find(null, [folder])).Message;
        Assert.Contains(folder, message, StringComparison.Ordinal);
        Assert.Contains("fonts-dejavu-core", message, StringComparison.Ordinal);
        Assert.Contains("ESPALIER_FONT", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_font_file_is_passed_over()
    {
        File.WriteAllText(Path.Combine(folder, "broken.ttf"), "no font");
        Assert.Throws<FontMissingException>(() => PictureFont.Find(null, [folder]));
    }

    [Fact]
    public void A_wanted_font_must_be_one() =>
        Assert.Contains("nowhere.ttf", Assert.Throws<FontMissingException>(() => PictureFont.Find("nowhere.ttf", [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_font_deep_in_a_folder_is_found()
    {
        string font = PictureFont.Find();
        string deep = Path.Combine(folder, "a", "b");
        Directory.CreateDirectory(deep);
        File.Copy(font, Path.Combine(deep, "Copy.ttf"));
        Assert.Equal(Path.Combine(deep, "Copy.ttf"), PictureFont.Find(null, [folder]));
    }
}
