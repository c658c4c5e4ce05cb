using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Collects the states of every layer in one forward pass, to compare them with another model's or another implementation's.</summary>
/// <param name="attentions">Whether attentions are collected too; a model that must show them cannot use its fast kernel.</param>
/// <param name="padded">Whether states are wanted padded, even where packed ones are faster. Attentions are only of padded states.</param>
internal sealed class ActivationTrace(bool attentions = false, bool padded = true)
{
    /// <summary>Whether states are wanted padded.</summary>
    public bool Padded => padded;

    /// <summary>How language states lie, if there are any.</summary>
    public Sequences? Words { get; set; }

    /// <summary>How vision states lie, if there are any.</summary>
    public Sequences? Regions { get; set; }

    /// <summary>How joint states lie, if there are any.</summary>
    public Sequences? Joint { get; set; }

    /// <summary>After each language layer, then after each layer that has seen both, [B, T, H], or [N, H] if packed.</summary>
    public List<Tensor> LanguageStates { get; } = [];

    /// <summary>After each object or vision layer, then after each layer that has seen both and changed them, [B, R, H], or [N, H] if packed.</summary>
    public List<Tensor> VisionStates { get; } = [];

    /// <summary>Where question and regions are one sequence: its input states, then after each layer, [B, T + R, H].</summary>
    public List<Tensor> JointStates { get; } = [];

    /// <summary>Of each language layer, [B, heads, T, T]; null if not wanted.</summary>
    public List<Tensor>? LanguageAttentions { get; } = attentions ? [] : null;

    /// <summary>Of each object layer, [B, heads, R, R]; null if not wanted.</summary>
    public List<Tensor>? VisionAttentions { get; } = attentions ? [] : null;

    /// <summary>From question to regions in each cross layer, [B, heads, T, R]; null if not wanted.</summary>
    public List<Tensor>? CrossAttentions { get; } = attentions ? [] : null;

    /// <summary>Of each joint layer, [B, heads, T + R, T + R]; null if not wanted.</summary>
    public List<Tensor>? JointAttentions { get; } = attentions ? [] : null;

    /// <summary>The states after every layer, without the embeddings', and how they lie.</summary>
    public IEnumerable<(Tensor States, Sequences Sequences)> Layers() =>
        LanguageStates.Select(states => (states, Words!))
            .Concat(VisionStates.Select(states => (states, Regions!)))
            .Concat(JointStates.Skip(1).Select(states => (states, Joint!)));
}
