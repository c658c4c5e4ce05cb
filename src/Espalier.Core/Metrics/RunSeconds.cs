namespace Espalier.Metrics;

/// <summary>Wall-clock seconds of a run's steps, null for a step that did not happen (or was taken from a cache).</summary>
public sealed record RunSeconds
{
    /// <summary>Making or reading the data.</summary>
    public double? Data { get; init; }

    /// <summary>Pre-training the backbone.</summary>
    public double? Pretrain { get; init; }

    /// <summary>Fine-tuning the whole model.</summary>
    public double? Stage1 { get; init; }

    /// <summary>Compressing it.</summary>
    public double? Stage2 { get; init; }

    /// <summary>Fine-tuning the subnetwork.</summary>
    public double? Stage3 { get; init; }

    /// <summary>Evaluating on the test parts.</summary>
    public double? Evaluate { get; init; }
}
