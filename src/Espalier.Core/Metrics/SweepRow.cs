namespace Espalier.Metrics;

/// <summary>A model of a sweep: the settings that made it, and how right it is.</summary>
public sealed record SweepRow
{
    /// <summary>The run's name.</summary>
    public required string Run { get; init; }

    /// <summary>The run's value on each axis of the sweep; empty where its grid does not have the axis.</summary>
    public required IReadOnlyDictionary<string, string> Axes { get; init; }

    /// <summary>The model's id in its run: "lpf+lmh".</summary>
    public required string Model { get; init; }

    /// <summary>Fraction of zeros among the prunable weights.</summary>
    public required double Sparsity { get; init; }

    /// <summary>Parameters that are kept.</summary>
    public required long Kept { get; init; }

    /// <summary>The scores of the validation parts, by which settings may be chosen, in percent.</summary>
    public required ValidationScores Validation { get; init; }

    /// <summary>Accuracy on the test parts, in percent.</summary>
    public required ModelAccuracy Accuracy { get; init; }
}
