using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A BERT layer.</summary>
internal sealed class PlainTransformerLayer : nn.Module
{
    private readonly PlainSelfAttention attention;
    private readonly PlainIntermediate intermediate;
    private readonly PlainResidualOutput output;

    public PlainTransformerLayer(PlainLayers layers) : base(nameof(PlainTransformerLayer))
    {
        (attention, intermediate) = (new PlainSelfAttention(layers), new PlainIntermediate(layers));
        output = new PlainResidualOutput(layers, layers.Config.IntermediateSize);
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Tensor mask)
    {
        Tensor attended = attention.Forward(states, mask);
        return output.Forward(intermediate.Forward(attended), attended);
    }
}
