using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A cross-attention sub-layer.</summary>
internal sealed class PlainCrossAttention : nn.Module
{
    private readonly PlainAttentionHeads att;
    private readonly PlainResidualOutput output;

    public PlainCrossAttention(PlainLayers layers) : base(nameof(PlainCrossAttention))
    {
        (att, output) = (new PlainAttentionHeads(layers), new PlainResidualOutput(layers, layers.Config.HiddenSize));
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Tensor context, Tensor contextMask) => output.Forward(att.Forward(states, context, contextMask), states);
}
