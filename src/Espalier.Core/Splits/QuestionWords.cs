namespace Espalier.Splits;

/// <summary>Walks over the words of a text: runs of letters, digits and apostrophes.</summary>
internal static class QuestionWords
{
    /// <summary>Finds the next word.</summary>
    /// <param name="text">The text, in lower case where case should not count.</param>
    /// <param name="position">Where to go on; moved behind the word.</param>
    /// <param name="word">The word, never empty.</param>
    /// <returns>Whether there was one more.</returns>
    internal static bool TryNext(ReadOnlySpan<char> text, ref int position, out ReadOnlySpan<char> word)
    {
        while (position < text.Length && !Belongs(text[position])) position++;
        int start = position;
        while (position < text.Length && Belongs(text[position])) position++;
        word = text[start..position];
        return word.Length > 0;
    }

    private static bool Belongs(char c) => char.IsLetterOrDigit(c) || c == '\'';
}
