using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>What the backbones count, with the names that Hugging Face gives to the masks.</summary>
internal static class GraphAxes
{
    /// <summary>Word pieces of the question.</summary>
    public static Axis.Sequence Words { get; } = new("words", "attention_mask");

    /// <summary>Regions of the picture.</summary>
    public static Axis.Sequence Regions { get; } = new("regions", "visual_attention_mask");

    /// <summary>What mPLUG's decoder reads: image and question, the same for all answers to it.</summary>
    public static Axis.Sequence Memory { get; } = new("memory", "memory_mask", IsShared: true);

    /// <summary>Word pieces of an answer, each of which sees those before it.</summary>
    public static Axis.Sequence Answer { get; } = new("pieces", null);
}
