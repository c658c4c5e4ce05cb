using System.ComponentModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>A stage that trains weights: stage 1 on the full model, stage 3 under a fixed mask (Si et al. 2023, section 3.1).</summary>
public sealed record FineTuneOptions
{
    /// <summary>bce, lmh, rubi, lpf, product, reweight or ce.</summary>
    public string Objective { get; init; } = "bce";

    /// <summary>Passes over train.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Questions per step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>
    /// Questions that go through the model at once, where memory is short (gradient accumulation); null takes the whole <see cref="Batch"/>. The loss and its gradient
    /// stay those of the batch. No more questions are evaluated at once either.
    /// </summary>
    [DefaultValue(null)]
    public int? MicroBatch { get; init; }

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Share of all steps that warms up linearly; the published scripts take 5 of 20 epochs.</summary>
    public double Warmup { get; init; } = 0.25;

    /// <summary>What follows the warm-up: linear or cosine, down to 0 at the end, or none.</summary>
    [DefaultValue("linear")]
    public string Decay { get; init; } = "linear";

    /// <summary>
    /// For mplug: highest learning rate of the vision encoder (the published code takes 5e-6 beside 3e-5); null takes <see cref="LearningRate"/>.
    /// </summary>
    [DefaultValue(null)]
    public double? VisionLearningRate { get; init; }

    /// <summary>Decoupled weight decay, not on biases and LayerNorms.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Global gradient norm above which gradients are scaled down.</summary>
    public double ClipNorm { get; init; } = 1.0;

    /// <summary>
    /// In stage 3, the weight of the distance of the hidden states from those of the run's stage-1 model, added to the objective; 0 switches it off, as the
    /// published scripts do. Stage 1 has no teacher.
    /// </summary>
    [DefaultValue(0.0)]
    public double Distillation { get; init; }
}
