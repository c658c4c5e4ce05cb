using System.ComponentModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Stage 2: finds the mask, with the weights frozen (Si et al. 2023, sections 3.2 and 3.4).</summary>
public sealed record CompressOptions
{
    /// <summary>mask-training, omp (one-shot magnitude pruning) or random.</summary>
    public string Method { get; init; } = "mask-training";

    /// <summary>The objective of mask training.</summary>
    public string Objective { get; init; } = "lmh";

    /// <summary>Fraction of zeros over all prunable weights; with a <see cref="Structure"/>, of pruned structures over all of them.</summary>
    public double Sparsity { get; init; } = 0.5;

    /// <summary>A sparsity per modality whose weighted mean is <see cref="Sparsity"/>; null is uniform.</summary>
    public AllocationOptions? Allocation { get; init; }

    /// <summary>
    /// The one modality to prune, to <see cref="Sparsity"/>, all others staying dense (Si et al. 2023, figure 6): language, vision or cross; null prunes all.
    /// VisualBERT has no vision.
    /// </summary>
    public string? Only { get; init; }

    /// <summary>local: every matrix at its own sparsity; global: one threshold over all matrices ("matrix-specific").</summary>
    public string Scope { get; init; } = "local";

    /// <summary>
    /// What is pruned as a whole: none (single weights), heads, ffn (units of feed-forward layers) or layers (matrices, only with <see cref="Scope"/> global).
    /// </summary>
    [DefaultValue("none")]
    public string Structure { get; init; } = "none";

    /// <summary><see cref="Structure"/> as a validated recipe has it.</summary>
    internal Models.Structure PrunedWhole => Enum.Parse<Models.Structure>(Structure, ignoreCase: true);

    /// <summary>Start of the real-valued masks: magnitude, uniform, soft or random.</summary>
    public string Init { get; init; } = "magnitude";

    /// <summary>fixed, cubic or stepwise.</summary>
    public string Schedule { get; init; } = "fixed";

    /// <summary>Sparsity at the start of a cubic or stepwise schedule, which rises from there.</summary>
    public double InitialSparsity { get; init; }

    /// <summary>Steps between two refreshes of the thresholds.</summary>
    public int RefreshEvery { get; init; } = 100;

    /// <summary>
    /// Weight of the distance of the hidden states from those of the run's stage-1 model, added to the objective of mask training; 0 switches it off, as the
    /// published scripts do.
    /// </summary>
    [DefaultValue(0.0)]
    public double Distillation { get; init; }

    /// <summary>Passes over train.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Questions per step.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>
    /// Questions that go through the model at once, where memory is short (gradient accumulation); null takes the whole <see cref="Batch"/>. The loss and its gradient
    /// stay those of the batch. No more questions are evaluated at once either.
    /// </summary>
    [DefaultValue(null)]
    public int? MicroBatch { get; init; }

    /// <summary>Highest learning rate of the answer head, and of the masks where <see cref="MaskLearningRate"/> is null.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Highest learning rate of the real-valued masks.</summary>
    public double? MaskLearningRate { get; init; }

    /// <summary>Share of all steps that warms up linearly.</summary>
    public double Warmup { get; init; }

    /// <summary>Global gradient norm above which gradients are scaled down.</summary>
    public double ClipNorm { get; init; } = 1.0;
}
