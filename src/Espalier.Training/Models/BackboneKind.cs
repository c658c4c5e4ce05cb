namespace Espalier.Training.Models;

/// <summary>A backbone that recipes can name.</summary>
/// <param name="Name">Its name in a recipe.</param>
/// <param name="Tiny">The shape for small data.</param>
/// <param name="Base">The published shape.</param>
/// <param name="Load">Reads the shape from a Hugging Face config.json.</param>
public sealed record BackboneKind(string Name, BackboneConfig Tiny, BackboneConfig Base, Func<string, BackboneConfig> Load)
{
    /// <summary>The shape of a recipe's `model.size`: tiny or base.</summary>
    public BackboneConfig Size(string name) => name == "base" ? Base : Tiny;
}
