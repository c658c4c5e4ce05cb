using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A weight-norm linear layer, which TorchSharp has not.</summary>
internal sealed class PlainWeightNormLinear : nn.Module<Tensor, Tensor>
{
    private readonly Parameter bias;
    private readonly Parameter weight_g;
    private readonly Parameter weight_v;

    public PlainWeightNormLinear(long inputs, long outputs) : base(nameof(PlainWeightNormLinear))
    {
        (bias, weight_v) = (new Parameter(zeros(outputs)), new Parameter(randn(outputs, inputs) / Math.Sqrt(inputs)));
        weight_g = new Parameter(weight_v.detach().norm());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => nn.functional.linear(x, weight_v * weight_g / weight_v.norm(), bias);
}
