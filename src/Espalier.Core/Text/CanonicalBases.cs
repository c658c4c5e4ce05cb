using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Espalier.Text;

/// <summary>
/// Canonical decomposition (Unicode NFD) without nonspacing marks: "é" becomes "e". A table of its own, because
/// <see cref="string.Normalize()"/> changes nothing where an application runs without culture data (InvariantGlobalization), and follows
/// the system's library elsewhere; token ids must be the same on every machine.
/// </summary>
internal static class CanonicalBases
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172;
    private const int LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, Vowels = 21, Tails = 28;
    private static readonly FrozenDictionary<int, string> Table = ReadTable();

    /// <summary>Appends the bases of a character: nothing for a nonspacing mark, itself for a character that does not decompose.</summary>
    public static void Append(Rune rune, ref CharBuffer into)
    {
        if (rune.IsAscii) into.Append((char)rune.Value);
        else if ((uint)(rune.Value - HangulFirst) < HangulCount) AppendHangul(rune.Value - HangulFirst, ref into);
        else if (Table.TryGetValue(rune.Value, out string? bases)) into.Append(bases);
        else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) into.Append(rune);
    }

    private static void AppendHangul(int syllable, ref CharBuffer into)
    {
        into.Append((char)(LeadFirst + (syllable / (Vowels * Tails))));
        into.Append((char)(VowelFirst + (syllable / Tails % Vowels)));
        if (syllable % Tails != 0) into.Append((char)(TailFirst + (syllable % Tails)));
    }

    private static FrozenDictionary<int, string> ReadTable()
    {
        using Stream stream = typeof(CanonicalBases).Assembly.GetManifestResourceStream("canonical-bases.txt")!;
        using StreamReader reader = new(stream);
        reader.ReadLine();
        Dictionary<int, string> table = [];
        foreach (string entry in reader.ReadToEnd().Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = entry.Split('=');
            table.Add(Hex(sides[0]), string.Concat(sides[1].Split('+').Select(code => char.ConvertFromUtf32(Hex(code)))));
        }
        return table.ToFrozenDictionary();
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
