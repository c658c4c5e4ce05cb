using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>tanh(dense(first state)).</summary>
internal sealed class PlainPooler : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> dense;

    public PlainPooler(PlainLayers layers) : base(nameof(PlainPooler))
    {
        dense = layers.Linear(layers.Config.HiddenSize, layers.Config.HiddenSize);
        RegisterComponents();
    }

    public Tensor Forward(Tensor states) => dense.forward(states.select(1, 0)).tanh();
}
