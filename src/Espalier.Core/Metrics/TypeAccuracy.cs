using System.Text.Json.Serialization;

namespace Espalier.Metrics;

/// <summary>
/// VQA accuracy (Antol et al. 2015) in percent, over all questions and by answer type, rounded to two decimals as is published. Null where there was no
/// such question.
/// </summary>
public sealed record TypeAccuracy
{
    /// <summary>The mean over all questions.</summary>
    public required double? All { get; init => field = Rounded(value); }

    /// <summary>The mean over yes/no questions.</summary>
    [JsonPropertyName("yes/no")]
    public required double? YesNo { get; init => field = Rounded(value); }

    /// <summary>The mean over questions for a number.</summary>
    public required double? Number { get; init => field = Rounded(value); }

    /// <summary>The mean over all other questions.</summary>
    public required double? Other { get; init => field = Rounded(value); }

    private static double? Rounded(double? percent) =>
        percent is { } value ? Math.Round(value, 2, MidpointRounding.AwayFromZero) : null;
}
