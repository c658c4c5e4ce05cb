using Espalier.Data;

namespace Espalier.Splits.Shortcuts;

/// <summary>The concept of each question for each shortcut. Questions with the same concept form a group.</summary>
internal sealed class ShortcutConcepts
{
    /// <summary>Where a question has no such concept.</summary>
    public const int None = -1;

    private readonly IReadOnlyDictionary<string, int[]> concepts;
    private readonly Func<string, int, string> name;

    /// <param name="concepts">By shortcut, each question's concept, numbered from 0; a shortcut that the data do not have is left out.</param>
    /// <param name="name">Names the concept of a simple shortcut (QT, KW, KWP, KO, KOP) of a question.</param>
    public ShortcutConcepts(IReadOnlyDictionary<string, int[]> concepts, Func<string, int, string> name) => (this.concepts, this.name) = (concepts, name);

    /// <summary>The shortcuts that the data have, in the order of <see cref="VqaVsReader.Shortcuts"/>.</summary>
    public IReadOnlyList<string> Shortcuts => [.. VqaVsReader.Shortcuts.Where(concepts.ContainsKey)];

    /// <summary>The concept of each question of the pool, or <see cref="None"/>.</summary>
    public int[] Of(string shortcut) => concepts[shortcut];

    /// <summary>What people call the concept of a question: "what color + banana".</summary>
    public string Name(string shortcut, int question) => string.Join(" + ", shortcut.Split('+').Select(simple => name(simple, question)));

    /// <summary>Numbers the combinations of concepts that questions have; a question that lacks one of them has no combination.</summary>
    public static int[] Combine(params int[][] parts)
    {
        Dictionary<(int, int), int> numbers = [];
        int[] combined = parts[0];
        foreach (int[] next in parts.Skip(1))
        {
            numbers.Clear();
            int[] both = new int[next.Length];
            for (int i = 0; i < both.Length; i++)
            {
                both[i] = None;
                if (combined[i] == None || next[i] == None) continue;
                if (!numbers.TryGetValue((combined[i], next[i]), out both[i])) numbers[(combined[i], next[i])] = both[i] = numbers.Count;
            }
            combined = both;
        }
        return combined;
    }
}
