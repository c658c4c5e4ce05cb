using System.Text.Json.Serialization;

namespace Espalier.Metrics;

/// <summary>
/// The official VQA accuracy, in percent and rounded, on the nine OOD sets of a test and their means (Si et al. 2022; paper.md 7). Null where a set is empty.
/// </summary>
public sealed record ShortcutScores
{
    /// <summary>The mean over all questions of the test.</summary>
    public required double? Iid { get; init; }

    /// <summary>The mean of the nine sets, each counting the same.</summary>
    public required double? OodMean { get; init; }

    /// <summary>The mean of QT, KW, KWP and QT+KW.</summary>
    public required double? OodLang { get; init; }

    /// <summary>The mean of KO and KOP.</summary>
    public required double? OodVis { get; init; }

    /// <summary>The mean of QT+KO, KW+KO and QT+KW+KO.</summary>
    [JsonPropertyName("ood_crsm")]
    public required double? OodCrossModal { get; init; }

    /// <summary>The mean over each set, by the name of its shortcut.</summary>
    public required IReadOnlyDictionary<string, double?> Sets { get; init; }
}
