using System.ComponentModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>
/// Pre-training of a small backbone on Orchard's unbiased corpus with LXMERT's tasks (Tan and Bansal 2019): masked words,
/// image-text matching, masked region labels and image questions.
/// </summary>
public sealed record PretrainOptions
{
    /// <summary>Images of the corpus.</summary>
    public int Images { get; init; } = 8000;

    /// <summary>Passes over the corpus.</summary>
    public int Epochs { get; init; } = 4;

    /// <summary>For mplug: passes over the images in which its vision encoder only learns region-labels, before everything else; a step has as many pictures as later ones.</summary>
    [DefaultValue(0)]
    public int VisionEpochs { get; init; }

    /// <summary>Texts per step.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>For mplug: how many texts of a picture are in a step, which sees the picture once for all of them; divides <see cref="Batch"/>.</summary>
    [DefaultValue(1)]
    public int TextsPerPicture { get; init; } = 1;

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>For mplug: highest learning rate of the passes in <see cref="VisionEpochs"/>, as the vision encoder alone bears a higher one; null takes <see cref="LearningRate"/>.</summary>
    [DefaultValue(null)]
    public double? VisionLearningRate { get; init; }

    /// <summary>Share of all steps that warms up linearly.</summary>
    public double Warmup { get; init; } = 0.05;

    /// <summary>AdamW's decay of second moments: with less than 0.999 steps follow sudden changes of the gradients, as when a model begins to see what is asked about.</summary>
    [DefaultValue(0.999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Which tasks: masked-words, matching, region-labels, questions; for mplug captions, matching, region-labels (of patches), questions.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["masked-words", "matching", "region-labels", "questions"];
}
