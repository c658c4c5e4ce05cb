namespace Espalier.Vision;

/// <summary>Which output of a model is what.</summary>
/// <param name="Features">The name of the features.</param>
/// <param name="Boxes">The name of a detector's boxes; null for a backbone.</param>
/// <param name="Scores">The name of a detector's scores; null where it has none.</param>
internal sealed record OutputRoles(string Features, string? Boxes, string? Scores)
{
    /// <summary>All names, each once.</summary>
    public IEnumerable<string> Names => new[] { Features, Boxes, Scores }.OfType<string>();
}
