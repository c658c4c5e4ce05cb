using Espalier.Text;

namespace Espalier.Core.Tests.Text;

public sealed class CanonicalBasesTests
{
    [Theory]
    [InlineData("ä")]
    [InlineData("Ä")]
    [InlineData("ǡ")]
    [InlineData("ậ")]
    [InlineData("a\u0308\u0301")]
    [InlineData("\u212b")]
    public void Accents_go_whatever_the_machine_knows_about_cultures(string text) =>
        Assert.Equal(["a"], new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a"]).Pieces(text));

    [Theory]
    [InlineData("\u2126", "ω")]
    [InlineData("\u1fb7", "α")]
    [InlineData("Й", "и")]
    [InlineData("が", "か")]
    [InlineData("\uf900", "豈")]
    [InlineData("\U0002f800", "丽")]
    public void Other_scripts_decompose_too(string text, string piece) =>
        Assert.Equal([piece], new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]", "[SEP]", piece]).Pieces(text));
}
