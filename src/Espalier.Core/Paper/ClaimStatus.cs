using System.Text.Json.Serialization;

namespace Espalier.Paper;

/// <summary>What the runs say of a claim, or of one of its comparisons.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClaimStatus>))]
public enum ClaimStatus
{
    /// <summary>It is so, and the seeds leave no doubt of it.</summary>
    [JsonStringEnumMemberName("holds")]
    Holds,

    /// <summary>It is otherwise, and the seeds leave no doubt of it.</summary>
    [JsonStringEnumMemberName("does not hold")]
    DoesNotHold,

    /// <summary>The seeds differ too much, or are too few, to tell.</summary>
    [JsonStringEnumMemberName("not distinguishable")]
    NotDistinguishable,

    /// <summary>Something that it needs was not run.</summary>
    [JsonStringEnumMemberName("not run")]
    NotRun,
}
