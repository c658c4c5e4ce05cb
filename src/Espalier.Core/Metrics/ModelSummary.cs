namespace Espalier.Metrics;

/// <summary>One model of a run: how large, how right, how fast.</summary>
public sealed record ModelSummary
{
    /// <summary>A name that is unique in the run: "full bce", "lpf+lmh", "omp+lmh".</summary>
    public required string Id { get; init; }

    /// <summary>The stage that made it: 1, 2 or 3.</summary>
    public required int Stage { get; init; }

    /// <summary>The objective of that stage: bce, lmh, rubi or lpf.</summary>
    public required string Objective { get; init; }

    /// <summary>The fraction of zeros among the prunable weights, from 0 (dense) to 1.</summary>
    public required double Sparsity { get; init; }

    /// <summary>How many parameters there are and how many are kept.</summary>
    public required ParameterCounts Parameters { get; init; }

    /// <summary>The size of the weights on disk.</summary>
    public required ModelBytes Bytes { get; init; }

    /// <summary>Floating-point operations to answer one question, a multiply and an add counted as two.</summary>
    public required long? FlopsPerQuestion { get; init; }

    /// <summary>What the model scores on the validation parts, which chose it; null in summaries of earlier versions.</summary>
    public ValidationScores? Validation { get; init; }

    /// <summary>Accuracy in percent, in distribution and out of it.</summary>
    public required ModelAccuracy Accuracy { get; init; }

    /// <summary>Time to answer one question.</summary>
    public required ModelLatency LatencyMs { get; init; }
}
