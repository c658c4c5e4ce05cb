using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Collects the states of every layer in one forward pass, for pre-training's heads and to compare with another implementation's.</summary>
/// <param name="attentions">Whether attentions are collected too; a model that must show them cannot use its fast kernel.</param>
internal sealed class ActivationTrace(bool attentions = false)
{
    /// <summary>After each language layer, then after each cross layer, [B, T, H].</summary>
    public List<Tensor> LanguageStates { get; } = [];

    /// <summary>After each object layer, then after each cross layer, [B, R, H].</summary>
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
}
