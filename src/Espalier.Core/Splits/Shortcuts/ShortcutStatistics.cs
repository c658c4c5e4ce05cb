namespace Espalier.Splits.Shortcuts;

/// <summary>What the nine OOD sets of a split are like (Si et al. 2022, table 1).</summary>
public sealed record ShortcutStatistics
{
    /// <summary>How the split was made; null where it was made elsewhere.</summary>
    public VaryingShortcutOptions? Options { get; init; }

    /// <summary>What is to be known about the sets: that there are none for objects, and why; null where there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>VQA accuracy in percent of the answer prior alone on all of test-id; null where it cannot be told.</summary>
    public double? Prior { get; init; }

    /// <summary>The shortcuts that have a set, in the order of the publication.</summary>
    public required IReadOnlyList<ShortcutRow> Rows { get; init; }

    /// <summary>Reads them out of a split's record.</summary>
    /// <param name="path">split.json.</param>
    /// <returns>Null where the file is not there, or is the record of another kind of split.</returns>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static ShortcutStatistics? Load(string path) => ShortcutStatisticsJson.Load(path);
}
