using System.Text.Json.Serialization;

namespace Espalier.Training.Models;

/// <summary>The backbones that there are. A new one needs a line here.</summary>
public static class Backbones
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BackboneKind> All { get; } =
    [
        new("lxmert", LxmertConfig.Tiny, LxmertConfig.Base, LxmertConfig.Load),
        new("visualbert", VisualBertConfig.Tiny, VisualBertConfig.Base, VisualBertConfig.Load),
        new("mplug", MplugConfig.Tiny, MplugConfig.Base, MplugConfig.Load),
    ];

    /// <summary>Reads the shape of a model from a Hugging Face config.json, whose backbone it says.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, names no backbone that there is, or its sizes do not fit together.</exception>
    public static BackboneConfig Load(string path)
    {
        string? type = ConfigFile.Read<TypeOnly>(path).ModelType;
        BackboneKind kind = All.FirstOrDefault(kind => kind.Base.ModelType == type)
            ?? throw new InputException(path, "model_type", type is null ? "nothing" : $"\"{type}\"", string.Join(" or ", All.Select(kind => $"\"{kind.Base.ModelType}\"")));
        return kind.Load(path);
    }

    /// <summary>The backbone of a recipe.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static BackboneKind Named(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new ArgumentException($"No backbone is called \"{name}\"; there are {string.Join(", ", All.Select(kind => kind.Name))}.", nameof(name));

    private sealed record TypeOnly([property: JsonPropertyName("model_type")] string? ModelType);
}
