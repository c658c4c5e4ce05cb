using System.ComponentModel;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>The backbone, its size or its checkpoint.</summary>
public sealed record ModelOptions
{
    /// <summary>lxmert, visualbert or mplug.</summary>
    public string Backbone { get; init; } = "lxmert";

    /// <summary>tiny or base; the properties below change single numbers of it.</summary>
    public string Size { get; init; } = "tiny";

    /// <summary>A Hugging Face folder or checkpoint file to start from (docs/checkpoints.md); null for the size's own pre-training.</summary>
    public string? From { get; init; }

    /// <summary>Width of the layers.</summary>
    public int? Hidden { get; init; }

    /// <summary>Attention heads.</summary>
    public int? Heads { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public int? Intermediate { get; init; }

    /// <summary>How many layers of each kind; lxmert: language, object, cross; visualbert: its one kind; mplug: vision, text, fusion, decoder.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>For mplug: pixels of a picture's side, a multiple of the patch size, to which pictures are resized.</summary>
    [DefaultValue(null)]
    public int? Resolution { get; init; }

    /// <summary>Dropout of hidden states and attention probabilities.</summary>
    public double? Dropout { get; init; }

    /// <summary>For mplug: whether training sees random parts of pictures, mirrored, moved and recoloured, as published. Not where questions ask for left and right.</summary>
    public bool Augmentation { get; init; } = true;

    /// <summary>For mplug: answers of each question, those that begin likeliest, that are scored to their end.</summary>
    public int Shortlist { get; init; } = 128;

    /// <summary>fp32, bf16 (fp32 masters), or auto: bf16 where the processor computes in it.</summary>
    public string Precision { get; init; } = "auto";

    /// <summary>
    /// Whether training keeps only what goes from layer to layer, and computes what is inside of each once more for its gradients: less memory for a third more time.
    /// Weights are the same but for rounding and, in small models on several threads, the masks of the dropout.
    /// </summary>
    [DefaultValue(false)]
    public bool Recompute { get; init; }

    /// <summary>cpu or cuda.</summary>
    public string Device { get; init; } = "cpu";
}
