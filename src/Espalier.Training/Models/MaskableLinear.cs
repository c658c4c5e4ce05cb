using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A linear layer that multiplies with the <see cref="WeightMatrix.Current"/> weight, in the precision of its input.</summary>
internal sealed class MaskableLinear : nn.Module, IMaskable
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public MaskableLinear(long inputs, long outputs, Device device) : base(nameof(MaskableLinear))
    {
        weight = new Parameter(zeros(outputs, inputs, device: device));
        bias = new Parameter(zeros(outputs, device: device));
        RegisterComponents();
        Matrix = new WeightMatrix(weight);
    }

    public WeightMatrix Matrix { get; }

    /// <summary>x W^T + b for x [..., inputs].</summary>
    public Tensor Forward(Tensor x) => nn.functional.linear(x, Matrix.Current.In(x.dtype), bias.In(x.dtype));
}
