using Espalier.Checkpoints;

namespace Espalier.Training.Models;

/// <summary>What may differ between a model and the checkpoint that it is loaded from. By default nothing.</summary>
public sealed record LoadOptions
{
    /// <summary>Names and shapes are those of the model, all of them.</summary>
    public static LoadOptions Strict { get; } = new();

    /// <summary>Tensors of the checkpoint that begin with one of these are passed over.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Weights of the model that begin with one of these may be missing, and keep their values.</summary>
    public IReadOnlyList<string> MayBeMissing { get; init; } = [];

    /// <summary>Beginnings of names in the checkpoint, and what they are in the model; the first that fits is used.</summary>
    public IReadOnlyList<(string From, string To)> Renamed { get; init; } = [];

    /// <summary>Shows a checkpoint as the model would have written it, where that takes more than other beginnings of names; null leaves it as it is.</summary>
    internal Func<ITensorSource, ITensorSource>? Adapt { get; init; }

    /// <summary>Whether a weight that does not fit is only reported, and keeps its value, instead of being an error.</summary>
    public bool ReportOnly { get; init; }

    internal bool Ignores(string name) => Ignored.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal bool Forgives(string name) => MayBeMissing.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    internal string NameInModel(string name)
    {
        foreach ((string from, string to) in Renamed)
        {
            if (name.StartsWith(from, StringComparison.Ordinal)) return to + name[from.Length..];
        }
        return name;
    }
}
