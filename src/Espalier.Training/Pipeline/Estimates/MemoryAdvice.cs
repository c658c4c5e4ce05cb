namespace Espalier.Training.Pipeline.Estimates;

/// <summary>What to change in a recipe that wants more memory than there is.</summary>
/// <param name="Settings">Keys with their values, as `--set` takes them, in the order of what they cost; empty where no key helps.</param>
/// <param name="Peak">The most bytes that the recipe then wants; where no key helps, the fewest that it can do with.</param>
public sealed record MemoryAdvice(IReadOnlyList<string> Settings, long Peak)
{
    /// <summary>Whether the recipe fits with the settings.</summary>
    public bool Fits => Settings.Count > 0;
}
