using System.Text.Json;
using Espalier.Testing;
using Espalier.Text;

namespace Espalier.Core.Tests.Text;

public sealed class WordPieceTokenizerTests
{
    private static readonly string[] Small =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "un", "##aff", "##able", "what", "color", "cafe", "'", "s", "?", "日", "1", "##0", "ᄒ", "##ᅡ", "##ᆫ", "σα", "##ς", "##σ"];

    private readonly WordPieceTokenizer tokenizer = new(Small);

    [Fact]
    public void The_reference_gives_the_same_pieces_and_ids()
    {
        string? vocabulary = SharedData.Find("bert-base-uncased-vocab.txt");
        Assert.SkipUnless(vocabulary is not null, "shared/data/bert-base-uncased-vocab.txt is not there");
        WordPieceTokenizer full = WordPieceTokenizer.Load(vocabulary);
        JsonElement golden = Golden.Case("tokenizer");
        Assert.Equal(golden.GetProperty("vocab_size").GetInt32(), full.VocabularySize);
        foreach (JsonElement row in golden.GetProperty("rows").EnumerateArray())
        {
            string question = row.GetProperty("question").GetString()!;
            Assert.Equal(row.GetProperty("pieces").EnumerateArray().Select(p => p.GetString()), full.Pieces(question));
            int[] ids = new int[14];
            Assert.Equal(row.GetProperty("length14").GetInt32(), full.Encode(question, ids, EncodingForm.Bare));
            Assert.Equal(row.GetProperty("ids14").EnumerateArray().Select(p => p.GetInt32()), ids);
        }
    }

    [Theory]
    [InlineData("What color?", "what color ?")]
    [InlineData("unaffable", "un ##aff ##able")]
    [InlineData("unaffables", "[UNK]")]
    [InlineData("CAFÉ's", "cafe ' s")]
    [InlineData("日what日", "日 what 日")]
    [InlineData("10 100", "1 ##0 1 ##0 ##0")]
    [InlineData("한", "ᄒ ##ᅡ ##ᆫ")]
    [InlineData("ΣΑΣ ΣΑΣΣ", "σα ##ς σα ##σ ##ς")]
    [InlineData("wh\u00adat\u200b \ufeffcolor\0", "what color")]
    [InlineData("what\u2028color\u3000what", "what color what")]
    [InlineData("\ud800what\udc00", "what")]
    [InlineData("what[MASK]color [sep]", "what [MASK] color [UNK] [UNK] [UNK]")]
    public void Words_are_cleaned_split_and_spelled(string text, string pieces) => Assert.Equal(pieces.Split(' '), tokenizer.Pieces(text));

    [Theory]
    [InlineData("What color?", "")]
    [InlineData("unaffable CAFÉ's", "")]
    [InlineData("unaffables, Wie What wie", "unaffables , wie")]
    [InlineData("what[MASK]xyz", "xyz")]
    [InlineData("10 1 100", "10 100")]
    [InlineData("", "")]
    public void Words_that_are_not_known_are_named_once(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), tokenizer.UnknownWords(text));

    [Theory]
    [InlineData("$")]
    [InlineData("+")]
    [InlineData("=")]
    [InlineData("~")]
    [InlineData("^")]
    [InlineData("|")]
    [InlineData("`")]
    [InlineData("\u2014")]
    public void Every_ascii_symbol_and_dash_stands_alone(string mark) =>
        Assert.Equal(["what", "[UNK]", "color"], tokenizer.Pieces($"what{mark}color"));

    [Fact]
    public void A_word_of_more_than_a_hundred_characters_is_unknown()
    {
        WordPieceTokenizer letters = new(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##a", "𝒳", "##𝒳"]);
        Assert.Equal(100, letters.Pieces(new string('a', 100)).Count);
        Assert.Equal(["[UNK]"], letters.Pieces(new string('a', 101)));
        Assert.Equal(100, letters.Pieces(string.Concat(Enumerable.Repeat("𝒳", 100))).Count);
    }

    [Fact]
    public void The_standard_form_is_enclosed_cut_and_filled()
    {
        int[] ids = new int[6];
        Assert.Equal(4, tokenizer.Encode("what color", ids, EncodingForm.Standard));
        Assert.Equal([2, 8, 9, 3, 0, 0], ids);
        Assert.Equal(6, tokenizer.Encode("what color what color what", ids, EncodingForm.Standard));
        Assert.Equal([2, 8, 9, 8, 9, 3], ids);
    }

    [Fact]
    public void A_cut_inside_a_word_keeps_its_first_pieces()
    {
        int[] ids = new int[2];
        Assert.Equal(2, tokenizer.Encode("unaffable", ids, EncodingForm.Bare));
        Assert.Equal([5, 6], ids);
        Assert.Equal(1, tokenizer.Encode("unaffables", ids, EncodingForm.Bare));
        Assert.Equal([1, 0], ids);
    }

    [Fact]
    public void A_vocabulary_must_be_whole()
    {
        Assert.Contains("[SEP]", Assert.Throws<InputException>(() => new WordPieceTokenizer(["[PAD]", "[UNK]", "[CLS]"])).Message, StringComparison.Ordinal);
        Assert.Equal("line 24", Assert.Throws<InputException>(() => new WordPieceTokenizer([.. Small, "cafe"])).Place);
        Assert.Equal("line 24", Assert.Throws<InputException>(() => new WordPieceTokenizer([.. Small, ""])).Place);
    }
}
