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

    /// <summary>What was tested: the mean over all parts, or, where each part must be so, the one that is nearest to failing; null if not run.</summary>
    public PartFinding? Tested { get; init; }

    /// <summary>What the paper found, in points.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Paper { get; init; }

    /// <summary>Each part by itself, at 95 % and not corrected for their number; empty if not run.</summary>
    public required IReadOnlyList<PartFinding> Parts { get; init; }

    /// <summary>The parts without which it is not run.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The same against full models that are trained as long as the sparse ones; null where it is no question.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ComparisonFinding? Control { get; init; }
}
