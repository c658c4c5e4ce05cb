using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Collects the states and attentions of every layer in one forward pass, to compare them with another implementation's.</summary>
internal sealed class ActivationTrace
{
    /// <summary>After each language layer, then after each cross layer, [B, T, H].</summary>
    public List<Tensor> LanguageStates { get; } = [];

    /// <summary>After each object layer, then after each cross layer, [B, R, H].</summary>
    public List<Tensor> VisionStates { get; } = [];

    /// <summary>Of each language layer, [B, heads, T, T].</summary>
    public List<Tensor> LanguageAttentions { get; } = [];

    /// <summary>Of each object layer, [B, heads, R, R].</summary>
    public List<Tensor> VisionAttentions { get; } = [];

    /// <summary>From question to regions in each cross layer, [B, heads, T, R].</summary>
    public List<Tensor> CrossAttentions { get; } = [];
}
