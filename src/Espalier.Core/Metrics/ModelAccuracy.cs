using System.Text.Json.Serialization;

namespace Espalier.Metrics;

/// <summary>A model's accuracy where answers are distributed as in training (ID) and where they are not (OOD).</summary>
/// <param name="Id">On the in-distribution test part.</param>
/// <param name="Ood">On the out-of-distribution test part.</param>
public sealed record ModelAccuracy(TypeAccuracy? Id, TypeAccuracy? Ood)
{
    /// <summary>On the OOD sets of shortcuts; left out where the test has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShortcutScores? Shortcuts { get; init; }
}
