namespace Espalier.Training.Pipeline.Estimates;

/// <summary>What a recipe needs on this machine.</summary>
public sealed record RunEstimate
{
    /// <summary>Pre-training, the stages of the plan in their order, and the test.</summary>
    public required IReadOnlyList<StageEstimate> Stages { get; init; }

    /// <summary>Parameters of each model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Weights that stage 2 may prune.</summary>
    public required long Prunable { get; init; }

    /// <summary>What models compute in: fp32 or bf16.</summary>
    public required string Precision { get; init; }

    /// <summary>What the data are like.</summary>
    public required Workload Work { get; init; }

    /// <summary>The memory of this machine before anything was timed.</summary>
    public required MachineMemory Machine { get; init; }

    /// <summary>What to change; null where the recipe fits as it is.</summary>
    public MemoryAdvice? Advice { get; init; }

    /// <summary>What is not as the recipe says, or was not to be had.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The part of the run with the highest peak.</summary>
    public StageEstimate Largest => Stages.MaxBy(stage => stage.Memory.Total)!;

    /// <summary>What all of it takes, of the test as far as it is known; null where a stage is not known.</summary>
    public double? Seconds => Stages.Any(stage => stage.Node is not null && stage.Seconds is null) ? null : Stages.Sum(stage => stage.Seconds ?? 0);
}
