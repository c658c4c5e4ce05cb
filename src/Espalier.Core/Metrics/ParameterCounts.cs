namespace Espalier.Metrics;

/// <summary>Parameters of one model.</summary>
public sealed record ParameterCounts
{
    /// <summary>All parameters of the dense model.</summary>
    public required long Total { get; init; }

    /// <summary>Those in prunable matrices.</summary>
    public required long Prunable { get; init; }

    /// <summary>All parameters that are left: the total less the zeros of the mask.</summary>
    public required long Kept { get; init; }

    /// <summary>Prunable and kept parameters for each modality: language, vision, cross, pooler.</summary>
    public required IReadOnlyDictionary<string, ModalityCounts> ByModality { get; init; }
}
