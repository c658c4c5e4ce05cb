using System.Text.Json.Serialization;

namespace Espalier.Paper.Claims;

/// <summary>A claim as it came out.</summary>
public sealed record ClaimFinding
{
    /// <summary>"C1" to "C30".</summary>
    public required string Id { get; init; }

    /// <summary>The claim in one sentence.</summary>
    public required string Claim { get; init; }

    /// <summary>What the runs say of it.</summary>
    public required ClaimStatus Status { get; init; }

    /// <summary>
    /// What they say of it against full models that are trained as long as the sparse ones; null where that is no question. The paper does not have it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClaimStatus? LongerTraining { get; init; }

    /// <summary>The fewest seeds that one of its comparisons rests on, of those that were run; 0 where none was.</summary>
    public required int Seeds { get; init; }

    /// <summary>What the status rests on.</summary>
    public required ClaimEvidence Evidence { get; init; }
}
