namespace Espalier.Training.Training;

/// <summary>What a saved state says besides tensors.</summary>
internal sealed record TrainerProgress
{
    /// <summary>The settings that the state belongs to.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Identifies the frozen weights, which the state does not hold.</summary>
    public string? FrozenHash { get; init; }

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>The step of the last complete evaluation; -1 before the first.</summary>
    public long EvaluatedAt { get; set; } = -1;

    /// <summary>The selected evaluation.</summary>
    public Evaluation? Best { get; set; }

    /// <summary>Whether training has come to its end.</summary>
    public bool Finished { get; set; }

    /// <summary>The sum of losses that no line of metrics.jsonl has told yet.</summary>
    public double LossSum { get; set; }

    /// <summary>How many losses these are.</summary>
    public int LossCount { get; set; }

    /// <summary>Bytes of metrics.jsonl that belong to the state.</summary>
    public long MetricsLength { get; set; }

    /// <summary>Time spent so far.</summary>
    public double Seconds { get; set; }
}
