using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>A linear layer under a real-valued mask, with the straight-through estimate as it is usually written.</summary>
internal sealed class PlainMaskedLinear : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter weight_mask;
    private readonly Parameter bias;
    private readonly float _threshold;

    public PlainMaskedLinear(long inputs, long outputs, float threshold) : base(nameof(PlainMaskedLinear))
    {
        (weight, bias) = (new Parameter(randn(outputs, inputs) * 0.02), new Parameter(zeros(outputs)));
        weight_mask = new Parameter(rand(outputs, inputs) * 2 * threshold);
        _threshold = threshold;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => nn.functional.linear(x, weight * Binarize(weight_mask, _threshold), bias);

    /// <summary>1 where the mask is above the threshold, else 0; the gradient goes through as it is.</summary>
    public static Tensor Binarize(Tensor soft, float threshold)
    {
        Tensor hard = soft.gt(threshold).to_type(ScalarType.Float32);
        return soft + (hard - soft).detach();
    }
}
