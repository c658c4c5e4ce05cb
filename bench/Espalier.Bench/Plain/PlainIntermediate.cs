using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>GELU(dense(x)).</summary>
internal sealed class PlainIntermediate : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> dense;

    public PlainIntermediate(PlainLayers layers) : base(nameof(PlainIntermediate))
    {
        dense = layers.Linear(layers.Config.HiddenSize, layers.Config.IntermediateSize);
        RegisterComponents();
    }

    public Tensor Forward(Tensor x) => nn.functional.gelu(dense.forward(x));
}
