using System.Buffers;
using System.Text;

namespace Espalier.Data;

/// <summary>
/// The clean-up of answers that the official VQA evaluation applies before it compares them (Antol et al. 2015, Goyal et al. 2017),
/// followed to the letter, oddities included: accuracies are comparable only so.
/// </summary>
public static class AnswerNormalizer
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(";/[]\"{}()=+\\_-><@`,?!");
    private const int MostStopsRemoved = 32;

    private static readonly Dictionary<string, string> Digits = new(StringComparer.Ordinal)
    {
        ["none"] = "0", ["zero"] = "0", ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5",
        ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9", ["ten"] = "10",
    };

    /// <summary>Cleans up punctuation, then number words, articles and contractions.</summary>
    public static string Normalize(string answer) => NormalizeWords(NormalizePunctuation(answer));

    /// <summary>
    /// Deletes each punctuation mark, or puts a blank in its place where it neither stands beside a blank nor the answer has a comma
    /// between digits ("a red/white" becomes "a red white"); then deletes full stops not followed by a digit.
    /// </summary>
    public static string NormalizePunctuation(string answer)
    {
        if (!answer.AsSpan().ContainsAny(Marks) && !answer.Contains('.')) return answer;
        bool groupedDigits = HasCommaBetweenDigits(answer);
        StringBuilder text = new(answer.Length);
        foreach (char c in answer)
        {
            if (!Marks.Contains(c)) text.Append(c);
            // One mark beside a blank decides for all marks of its kind in the answer.
            else if (!groupedDigits && !BesideBlank(answer, c)) text.Append(' ');
        }
        return RemoveFullStops(text.ToString());
    }

    /// <summary>Lower-cases, writes number words as digits, drops articles and puts the apostrophe into contractions.</summary>
    public static string NormalizeWords(string answer)
    {
        string[] words = answer.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words
            .Select(word => Digits.GetValueOrDefault(word, word))
            .Where(word => word is not ("a" or "an" or "the"))
            .Select(Contractions.Expand));
    }

    /// <summary>What the evaluation does first: line ends and tabs become blanks, and the ends are trimmed.</summary>
    internal static string Flatten(string answer) => answer.Replace('\n', ' ').Replace('\t', ' ').Trim();

    private static bool BesideBlank(string answer, char mark)
    {
        for (int at = answer.IndexOf(mark); at >= 0; at = answer.IndexOf(mark, at + 1))
        {
            if ((at > 0 && answer[at - 1] == ' ') || (at + 1 < answer.Length && answer[at + 1] == ' ')) return true;
        }
        return false;
    }

    private static bool HasCommaBetweenDigits(string answer)
    {
        for (int at = 1; at + 1 < answer.Length; at++)
        {
            if (answer[at] == ',' && char.IsDigit(answer[at - 1]) && char.IsDigit(answer[at + 1])) return true;
        }
        return false;
    }

    private static string RemoveFullStops(string text)
    {
        StringBuilder kept = new(text.Length);
        int removed = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool removable = text[i] == '.' && (i + 1 == text.Length || !char.IsDigit(text[i + 1]));
            // The published expression gets a flag where a count belongs, and so stops after the flag's value.
            if (removable && removed < MostStopsRemoved) removed++;
            else kept.Append(text[i]);
        }
        return kept.ToString();
    }
}
