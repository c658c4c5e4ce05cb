namespace Espalier.Training.Pipeline.Recipes;

/// <summary>
/// What a run does, from a YAML file of the same shape (keys in kebab case). Defaults of the stages are those of Si et al. 2023 and
/// of its published scripts unless a property says otherwise.
/// </summary>
public sealed record Recipe
{
    /// <summary>The run's name, and its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Seeds weights, data order, dropout and random masks; the published scripts use 49.</summary>
    public ulong Seed { get; init; } = 49;

    /// <summary>Where questions and images come from, and how they are split.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>The backbone, its size or its checkpoint.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>How a backbone without a checkpoint is pre-trained on the built-in corpus; null starts from random weights.</summary>
    public PretrainOptions? Pretrain { get; init; }

    /// <summary>Stage 1, fine-tuning of the full model; null compresses the pre-trained model itself ("noFT").</summary>
    public FineTuneOptions? Stage1 { get; init; } = new();

    /// <summary>Stage 2, compression; null trains full models only.</summary>
    public CompressOptions? Stage2 { get; init; }

    /// <summary>Stage 3, further fine-tuning of what is left under the mask; null is the paper's recommendation.</summary>
    public FineTuneOptions? Stage3 { get; init; }

    /// <summary>Settings of the objectives, the same in each stage.</summary>
    public ObjectiveSettings Objectives { get; init; } = new();

    /// <summary>What selects and what is only tested.</summary>
    public ProtocolOptions Protocol { get; init; } = new();

    /// <summary>Several models side by side that share stages; empty runs the one that the stage blocks describe.</summary>
    public IReadOnlyList<VariantOptions> Compare { get; init; } = [];
}
