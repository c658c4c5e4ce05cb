namespace Espalier.Training.Models;

/// <summary>How a checkpoint and a model fitted together.</summary>
/// <param name="Loaded">Weights that were read, by their names in the model.</param>
/// <param name="Missing">Weights of the model that the checkpoint does not have.</param>
/// <param name="Unexpected">Tensors of the checkpoint that the model has no place for.</param>
/// <param name="Misshaped">Weights whose shapes differ, with both: "lxmert.pooler.dense.weight: F32 [32, 32] for [768, 768]".</param>
/// <param name="Ignored">Tensors of the checkpoint that were passed over as asked.</param>
public sealed record LoadReport(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<string> Misshaped,
    IReadOnlyList<string> Ignored)
{
    private const int Shown = 3;

    /// <summary>What is wrong in words, or null.</summary>
    internal string? Complaint(LoadOptions options)
    {
        string[] parts =
        [
            .. Part("no tensor for", [.. Missing.Where(name => !options.Forgives(name))]),
            .. Part("nothing in the model for", Unexpected),
            .. Part("other shapes:", Misshaped),
        ];
        return parts.Length == 0 ? null : string.Join("; ", parts);
    }

    private static IEnumerable<string> Part(string what, IReadOnlyList<string> names)
    {
        if (names.Count == 0) yield break;
        string more = names.Count > Shown ? $" and {names.Count - Shown} more" : "";
        yield return $"{what} {string.Join(", ", names.Take(Shown))}{more}";
    }
}
