using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A self-attention sub-layer.</summary>
internal sealed class PlainSelfAttention : nn.Module
{
    private readonly PlainAttentionHeads self;
    private readonly PlainResidualOutput output;

    public PlainSelfAttention(PlainLayers layers) : base(nameof(PlainSelfAttention))
    {
        (self, output) = (new PlainAttentionHeads(layers), new PlainResidualOutput(layers, layers.Config.HiddenSize));
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Tensor mask) => output.Forward(self.Forward(states, states, mask), states);
}
