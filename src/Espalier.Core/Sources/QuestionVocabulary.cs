using Espalier.Data;
using Espalier.Text;

namespace Espalier.Sources;

/// <summary>
/// A small WordPiece vocabulary for data that comes without one: the special pieces, the words of its questions, and single characters
/// with which any other word of the same script can be spelled, so that nothing becomes [UNK].
/// </summary>
internal static class QuestionVocabulary
{
    private const int MaxWords = 30_000;
    private const string Printable = "abcdefghijklmnopqrstuvwxyz0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    /// <summary>Builds a vocabulary: frequent words first, equally frequent ones in ordinal order.</summary>
    /// <param name="examples">Only the questions are read.</param>
    public static IReadOnlyList<string> Build(IEnumerable<VqaExample> examples)
    {
        Dictionary<string, int> words = new(StringComparer.Ordinal);
        SortedSet<string> characters = new(Printable.Select(c => c.ToString()), StringComparer.Ordinal);
        foreach (string word in examples.SelectMany(example => Words(example.Question)))
        {
            words[word] = words.GetValueOrDefault(word) + 1;
            if (words[word] == 1) characters.UnionWith(word.EnumerateRunes().Select(rune => rune.ToString()));
        }
        IEnumerable<string> frequent = words.Keys.Where(word => !characters.Contains(word))
            .OrderByDescending(word => words[word]).ThenBy(word => word, StringComparer.Ordinal).Take(MaxWords);
        return [.. Special, .. frequent, .. characters, .. characters.Select(character => "##" + character)];
    }

    private static string[] Words(string question)
    {
        CharBuffer buffer = new(stackalloc char[512]);
        BasicTokenizer.Split(question, ref buffer);
        string[] words = buffer.Written.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        buffer.Dispose();
        return words;
    }
}
