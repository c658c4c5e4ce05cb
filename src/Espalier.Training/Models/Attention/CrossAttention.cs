using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A cross-attention sub-layer: one modality's states read the other's.</summary>
internal sealed class CrossAttention : nn.Module
{
    private readonly AttentionHeads att;
    private readonly ResidualOutput output;

    public CrossAttention(LayerSettings settings) : base(nameof(CrossAttention))
    {
        (att, output) = (new AttentionHeads(settings), new ResidualOutput(settings, settings.Hidden));
        RegisterComponents();
    }

    /// <summary>States attend to a context.</summary>
    public Tensor Forward(Tensor states, Sequences queries, Tensor context, Sequences keys, IList<Tensor>? probabilities = null) =>
        output.Forward(att.Forward(states, queries, context, keys, probabilities), states);
}
