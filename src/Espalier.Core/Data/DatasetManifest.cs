namespace Espalier.Data;

/// <summary>What dataset.json says: what a prepared data set is and where its pieces are. Paths are relative to its folder.</summary>
public sealed record DatasetManifest
{
    /// <summary>The data set's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it came from: orchard, vqa-v2, vqa-cp-v2, vqa-vs, easy-vqa, folder.</summary>
    public required string Source { get; init; }

    /// <summary>Its parts ("pool", "train", "validation-id", ...) with their numbers of questions.</summary>
    public IReadOnlyDictionary<string, int> Parts { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The region features, or null where there are none yet.</summary>
    public string? Features { get; init; }

    /// <summary>The word pieces, or null where there are none.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>The folder of pictures, or null where there are none.</summary>
    public string? Images { get; init; }

    /// <summary>What the pictures show, see <see cref="ImageObjects"/>, or null where it is not known.</summary>
    public string? Objects { get; init; }

    /// <summary>How it was made: options, seeds, hashes of the inputs.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);
}
