using System.Globalization;
using Espalier.Sparsity;
using Espalier.Training.Models;

namespace Espalier.Training.Pruning;

/// <summary>
/// How many whole structures (Si et al. 2023, code) masks prune; the metadata of the masks say it, as their bits are those of single weights.
/// </summary>
/// <param name="Structure">"heads", "ffn" or "layers".</param>
/// <param name="Count">How many there are.</param>
/// <param name="Pruned">How many of them are pruned.</param>
public sealed record StructureCount(string Structure, int Count, int Pruned)
{
    private const string StructureKey = "structure", CountKey = "structures", PrunedKey = "pruned_structures";

    /// <summary>What the metadata of masks say; null for masks of single weights.</summary>
    public static StructureCount? Of(MaskSet masks) =>
        masks.Metadata.TryGetValue(StructureKey, out string? structure) && Number(masks, CountKey) is { } count && Number(masks, PrunedKey) is { } pruned
            ? new StructureCount(structure, count, pruned)
            : null;

    /// <summary>Counts bits.</summary>
    internal static StructureCount Of(Structure structure, IReadOnlyList<BitMask> kept) =>
        new(structure.ToString().ToLowerInvariant(), kept.Sum(bits => bits.Length), kept.Sum(bits => bits.Zeros));

    /// <summary>What <see cref="Of(MaskSet)"/> reads.</summary>
    internal IReadOnlyDictionary<string, string> ToMetadata() => new Dictionary<string, string>
    {
        [StructureKey] = Structure,
        [CountKey] = Count.ToString(CultureInfo.InvariantCulture),
        [PrunedKey] = Pruned.ToString(CultureInfo.InvariantCulture),
    };

    private static int? Number(MaskSet masks, string key) =>
        int.TryParse(masks.Metadata.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
