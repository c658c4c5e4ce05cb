namespace Espalier.Orchard.Questions;

/// <summary>
/// The word pieces of the Orchard: its words whole, plurals as a word and an s, and letters and digits from which any other word is made.
/// </summary>
internal static class Vocabulary
{
    private const string Words = """
        a an all and any are at be big bigger by can carrying color colors do does for from hand has held here his her hold
        holding how i in is it kind large larger left little many me more most no not number object of on one or other person
        picture right same see show side size small smaller smallest biggest than that the there these thing this to top two three
        four five six zero under what where which who with yes you people man woman image photo
        """;

    /// <summary>The pieces in order; the first five are the special ones.</summary>
    internal static IReadOnlyList<string> Pieces { get; } = Make();

    private static List<string> Make()
    {
        List<string> pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        pieces.AddRange(Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Concat(Questions.Words.Kinds).Concat(Questions.Words.Tints).Distinct().Order(StringComparer.Ordinal));
        string characters = "abcdefghijklmnopqrstuvwxyz0123456789";
        pieces.AddRange(characters.Select(c => c.ToString()).Concat("?.,!'\"-:;/()&".Select(c => c.ToString())).Except(pieces));
        pieces.AddRange(characters.Select(c => "##" + c));
        return pieces;
    }
}
