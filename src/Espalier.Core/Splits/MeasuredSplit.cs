using Espalier.Data;
using Espalier.Splits.Shortcuts;

namespace Espalier.Splits;

/// <summary>Tells what a split did from its parts alone, whoever made it.</summary>
public static class MeasuredSplit
{
    /// <summary>Measures how priors shift from train to test-ood, and what of the test training has seen.</summary>
    /// <param name="folder">The data set.</param>
    /// <returns>The report, with those of the five parts that there are; null if train or test-ood is not among them.</returns>
    /// <exception cref="InputException">A part is damaged, or an id stands for two questions.</exception>
    public static SplitReport? Of(DatasetFolder folder)
    {
        string[] names = [.. PartNames.All.Where(folder.Parts.Contains)];
        if (!names.Contains(PartNames.Train) || !names.Contains(PartNames.TestOod)) return null;
        var pool = LabelledPool.Of(DatasetResplit.PoolOf(folder));
        Dictionary<long, int> indices = pool.Examples.Index().ToDictionary(entry => entry.Item.QuestionId, entry => entry.Index);
        Dictionary<string, int[]> members = names.ToDictionary(name => name, name =>
            folder.ReadPart(name).Examples.Where(example => indices.ContainsKey(example.QuestionId)).Select(example => indices[example.QuestionId]).ToArray());
        return members.Values.Any(part => part.Length == 0) ? null : SplitReportBuilder.Build(pool, members, null) with { Shortcuts = ShortcutsOf(folder) };
    }

    // Groups cannot be told from the sets: where the split was made here, its record has them.
    private static ShortcutStatistics? ShortcutsOf(DatasetFolder folder)
    {
        if (!folder.Parts.Contains(PartNames.TestId)) return null;
        VqaDataset test = folder.ReadPart(PartNames.TestId);
        if (folder.ReadShortcuts(test) is not { } sets) return null;
        return ShortcutStatistics.Load(folder.SplitPath) ?? ShortcutStatisticsBuilder.Measure(folder.ReadPart(PartNames.Train), test, sets);
    }
}
