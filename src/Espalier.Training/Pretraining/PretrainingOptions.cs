namespace Espalier.Training.Pretraining;

/// <summary>Settings of a <see cref="Pretrainer"/>.</summary>
public sealed record PretrainingOptions
{
    /// <summary>Passes over the corpus's texts.</summary>
    public required int Epochs { get; init; }

    /// <summary>Texts of a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>For a model that reads pictures: how many texts of a picture are in a step, which sees the picture once for all of them; divides <see cref="BatchSize"/>.</summary>
    public int TextsPerPicture { get; init; } = 1;

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The highest learning rate of <see cref="VisionEpochs"/>, which a vision encoder alone bears; null takes <see cref="LearningRate"/>.</summary>
    public double? VisionLearningRate { get; init; }

    /// <summary>Share of all steps that warms up linearly.</summary>
    public double WarmupShare { get; init; } = 0.05;

    /// <summary>AdamW's decay of second moments (beta2).</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Word pieces of a text, special ones included.</summary>
    public required int TextLength { get; init; }

    /// <summary>Decides order, masking and dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// For a model that reads pictures: passes over the images in which it only learns the labels of patches, before everything else. The published model begins
    /// with a vision encoder that can see (CLIP's).
    /// </summary>
    public int VisionEpochs { get; init; }

    /// <summary>What is learnt.</summary>
    public PretrainingTasks Tasks { get; init; } = PretrainingTasks.All;
}
