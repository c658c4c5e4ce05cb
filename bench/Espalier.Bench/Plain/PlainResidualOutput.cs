using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>LayerNorm(dropout(dense(x)) + input).</summary>
internal sealed class PlainResidualOutput : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> dense;
    private readonly LayerNorm LayerNorm;
    private readonly Dropout dropout;

    public PlainResidualOutput(PlainLayers layers, int inputs) : base(nameof(PlainResidualOutput))
    {
        (dense, LayerNorm, dropout) = (layers.Linear(inputs, layers.Config.HiddenSize), layers.Norm(), layers.HiddenDropout());
        RegisterComponents();
    }

    public Tensor Forward(Tensor x, Tensor input) => LayerNorm.forward(dropout.forward(dense.forward(x)) + input);
}
