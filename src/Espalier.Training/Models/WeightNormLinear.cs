using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A linear layer whose weight is g V / ||V||, with one norm over the whole matrix (Salimans and Kingma 2016). The length g and the
/// direction V are learned apart. Never pruned, always fp32.
/// </summary>
internal sealed class WeightNormLinear : nn.Module
{
    private const long LargestAtOnce = 1 << 16;

    private readonly Parameter bias;
    private readonly Parameter weight_g;
    private readonly Parameter weight_v;

    public WeightNormLinear(long inputs, long outputs, Device device) : base(nameof(WeightNormLinear))
    {
        bias = new Parameter(zeros(outputs, device: device));
        weight_g = new Parameter(zeros([], device: device));
        weight_v = new Parameter(zeros(outputs, inputs, device: device));
        RegisterComponents();
    }

    public Tensor Forward(Tensor x) => nn.functional.linear(x, weight_v * (weight_g / Norm(weight_v)), bias);

    /// <summary>
    /// ||V||. libtorch adds up all squares of a tensor in fp32, which for three million weights of an answer head is nearly 1e-4 off; row by row it is exact, as is
    /// the sum of a small matrix at once.
    /// </summary>
    public static Tensor Norm(Tensor direction) => direction.numel() <= LargestAtOnce ? direction.norm() : direction.norm(1).norm();
}
