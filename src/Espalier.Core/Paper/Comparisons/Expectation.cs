using System.Text.Json.Serialization;

namespace Espalier.Paper.Comparisons;

/// <summary>What a claim of Si et al. 2023 expects of a difference.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Expectation>))]
public enum Expectation
{
    /// <summary>More than zero.</summary>
    [JsonStringEnumMemberName("above zero")]
    Above,

    /// <summary>Not below zero by <see cref="Comparison.Tolerance"/> or more.</summary>
    [JsonStringEnumMemberName("not below zero by the tolerance")]
    NotBelow,

    /// <summary>Nearer to zero than <see cref="Comparison.Tolerance"/>.</summary>
    [JsonStringEnumMemberName("within the tolerance of zero")]
    Near,
}
