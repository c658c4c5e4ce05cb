using Espalier.Training.Training.Optimization;

namespace Espalier.Training.Training;

/// <summary>Settings of a <see cref="TrainingStep"/>.</summary>
public sealed record StepOptions
{
    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The highest learning rate of real-valued masks; null is <see cref="LearningRate"/>.</summary>
    public double? MaskLearningRate { get; init; }

    /// <summary>The course of both rates.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>Constants of the optimizer.</summary>
    public AdamWOptions AdamW { get; init; } = new();

    /// <summary>
    /// Questions that go through the model at once; null takes all of a batch. Gradients of the parts are summed up to those of the whole, so that this decides
    /// memory and time, and not the result but for rounding and the masks of the dropout.
    /// </summary>
    public int? MicroBatch { get; init; }

    /// <summary>Decides the dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the model's dropout is on.</summary>
    public bool Dropout { get; init; } = true;
}
