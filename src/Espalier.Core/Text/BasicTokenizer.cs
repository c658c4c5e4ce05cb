using System.Globalization;
using System.Text;

namespace Espalier.Text;

/// <summary>
/// BERT's basic tokenizer (Devlin et al. 2019, uncased): drops control characters, separates words at white space, punctuation and Chinese
/// characters, lower-cases and strips accents. The result is one text in which single blanks stand between the words.
/// </summary>
internal static class BasicTokenizer
{
    /// <summary>Appends the words of a text, each followed by a blank.</summary>
    public static void Split(ReadOnlySpan<char> text, ref CharBuffer words)
    {
        while (!text.IsEmpty)
        {
            // An unpaired surrogate decodes to U+FFFD, which is dropped like every other damaged character.
            Rune.DecodeFromUtf16(text, out Rune rune, out int read);
            if (rune.IsAscii) AppendAscii((char)rune.Value, ref words);
            else if (IsSpace(rune)) Separate(ref words);
            else if (!IsDropped(rune)) AppendOther(rune, text[read..], ref words);
            text = text[read..];
        }
        Separate(ref words);
    }

    private static void AppendAscii(char c, ref CharBuffer words)
    {
        if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) words.Append(c);
        else if (char.IsAsciiLetterUpper(c)) words.Append((char)(c | 0x20));
        else if (c is ' ' or '\t' or '\n' or '\r') Separate(ref words);
        else if (c is > ' ' and < '\x7f') AppendAlone(new Rune(c), ref words);
    }

    private static void AppendOther(Rune rune, ReadOnlySpan<char> rest, ref CharBuffer words)
    {
        bool chinese = IsChinese(rune.Value);
        if (chinese) Separate(ref words);
        CharBuffer bases = new(stackalloc char[8]);
        CanonicalBases.Append(rune, ref bases);
        foreach (Rune single in bases.Written.EnumerateRunes())
        {
            Rune lower = single.Value == Sigma.Capital ? Sigma.Lower(words.Written, rest) : Rune.ToLowerInvariant(single);
            if (IsPunctuation(lower)) AppendAlone(lower, ref words);
            else words.Append(lower);
        }
        if (chinese) Separate(ref words);
        bases.Dispose();
    }

    private static void AppendAlone(Rune rune, ref CharBuffer words)
    {
        Separate(ref words);
        words.Append(rune);
        Separate(ref words);
    }

    private static void Separate(ref CharBuffer words)
    {
        if (!words.Written.IsEmpty && words.Written[^1] != ' ') words.Append(' ');
    }

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDropped(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>All ASCII symbols ($ + = ~ ^ | `) count as punctuation too, whatever Unicode calls them.</summary>
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? !char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsPunctuation(rune);

    /// <summary>The blocks of CJK ideographs; Hangul and kana are written in words, or at least treated so.</summary>
    private static bool IsChinese(int code) => code
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
