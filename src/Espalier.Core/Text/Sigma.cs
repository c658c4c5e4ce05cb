using System.Globalization;
using System.Text;

namespace Espalier.Text;

/// <summary>The one letter whose lower case depends on its neighbours: capital sigma ends a word as ς (Unicode, Final_Sigma).</summary>
internal static class Sigma
{
    public const int Capital = 0x3A3;

    /// <param name="before">What was written before it; words end in blanks.</param>
    /// <param name="after">The raw text that follows.</param>
    public static Rune Lower(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        bool ends = !before.IsEmpty && char.IsLetter(before[^1]) && !ContinuesWithLetter(after);
        return new Rune(ends ? 'ς' : 'σ');
    }

    private static bool ContinuesWithLetter(ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune)) return true;
            bool ignored = rune.Value is '\'' or '’' or '.'
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;
            if (!ignored) return false;
        }
        return false;
    }
}
