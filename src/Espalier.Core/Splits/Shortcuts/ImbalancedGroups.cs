namespace Espalier.Splits.Shortcuts;

/// <summary>
/// The groups of one shortcut whose answers are imbalanced in training, by their Shannon entropy, and which of their answers are head (frequent) and tail
/// (rare), as GQA-OOD tells them apart (Kervadec et al. 2021, section 3). Counted in training, because that is where a model learns the shortcut.
/// </summary>
internal sealed class ImbalancedGroups
{
    private readonly int[] concepts, answers;
    private readonly Dictionary<int, HashSet<int>> heads = [];

    /// <param name="concepts">Each question's concept, or <see cref="ShortcutConcepts.None"/>.</param>
    /// <param name="answers">Each question's answer.</param>
    /// <param name="train">The questions that are counted.</param>
    /// <param name="thresholds">What is imbalanced and what is rare.</param>
    public ImbalancedGroups(int[] concepts, int[] answers, int[] train, ShortcutThresholds thresholds)
    {
        (this.concepts, this.answers) = (concepts, answers);
        var counted = train.Where(i => concepts[i] != ShortcutConcepts.None).CountBy(i => (Concept: concepts[i], Answer: answers[i]));
        foreach (var group in counted.GroupBy(entry => entry.Key.Concept, entry => (entry.Key.Answer, Count: entry.Value)))
        {
            int total = group.Sum(answer => answer.Count), kinds = group.Count();
            if (total < thresholds.MinimumGroup || kinds < 2) continue;
            double entropy = -group.Sum(answer => (double)answer.Count / total * Math.Log((double)answer.Count / total));
            if (entropy >= thresholds.Entropy * Math.Log(kinds)) continue;
            double most = thresholds.Tail * total / kinds;
            heads[group.Key] = [.. group.Where(answer => answer.Count > most).Select(answer => answer.Answer)];
        }
    }

    /// <summary>How many groups are imbalanced.</summary>
    public int Count => heads.Count;

    /// <summary>Whether a question is in an imbalanced group.</summary>
    public bool Has(int question) => heads.ContainsKey(concepts[question]);

    /// <summary>Whether a question is in an imbalanced group and its answer is one of the group's rare ones, also one that training never has.</summary>
    public bool IsTail(int question) => heads.TryGetValue(concepts[question], out HashSet<int>? head) && !head.Contains(answers[question]);

    /// <summary>Whether a question is in an imbalanced group and its answer is one of the group's frequent ones.</summary>
    public bool IsHead(int question) => heads.TryGetValue(concepts[question], out HashSet<int>? head) && head.Contains(answers[question]);
}
