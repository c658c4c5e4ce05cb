namespace Espalier.Text;

/// <summary>Finds the word that a misspelt one most likely meant, by edit distance (Levenshtein 1966).</summary>
public static class Nearest
{
    /// <summary>The candidate with the smallest edit distance (Levenshtein); the first on ties.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What could have been meant; at least one.</param>
    public static string To(string word, IEnumerable<string> candidates) => candidates.MinBy(candidate => Distance(word, candidate))!;

    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
