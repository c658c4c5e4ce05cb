using Espalier.Data;

namespace Espalier.Splits;

/// <summary>A split: its parts and what is to be known about them.</summary>
/// <param name="Parts">
/// One data set for each of <see cref="PartNames.All"/>, in that order, named so; ID parts may be empty in a tiny pool.
/// </param>
/// <param name="Report">Sizes, priors and coverage.</param>
public sealed record SplitResult(IReadOnlyList<VqaDataset> Parts, SplitReport Report)
{
    /// <summary>By part, its OOD sets; empty for a split that has none.</summary>
    public IReadOnlyDictionary<string, ShortcutSets> Shortcuts { get; init; } = new Dictionary<string, ShortcutSets>();

    /// <summary>A part by its name.</summary>
    public VqaDataset this[string name] => Parts.First(part => part.Name == name);
}
