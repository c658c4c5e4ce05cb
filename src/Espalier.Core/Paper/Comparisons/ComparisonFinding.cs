using System.Text.Json.Serialization;

namespace Espalier.Paper.Comparisons;

/// <summary>A comparison as it came out.</summary>
public sealed record ComparisonFinding
{
    /// <summary>The difference: "bce+lmh − full bce".</summary>
    public required string What { get; init; }

    /// <summary>What the claim says of it.</summary>
    public required Expectation Expected { get; init; }

    /// <summary>Whether it is so.</summary>
    public required ClaimStatus Status { get; init; }

    /// <summary>The difference that was tested; null where nothing was run.</summary>
    public Difference? Pooled { get; init; }

    /// <summary>How many parts it is pooled over.</summary>
    public int PooledParts { get; init; }

    /// <summary>What the paper found, in points.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Paper { get; init; }

    /// <summary>Each part by itself, at 95 % and not corrected for their number.</summary>
    public required IReadOnlyList<PartFinding> Parts { get; init; }

    /// <summary>The parts that were not run.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}
