using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// The smoothed bias logit d = log((b + r) / (1 - b + r)), which ensembles add to the model's logits. Priors of exactly 0 and 1 would be
/// infinite without r = sigmoid(a), a learned from -1 (Clark et al. 2019), or a constant.
/// </summary>
internal sealed class BiasSmoothing : nn.Module
{
    private readonly Parameter? smooth_param;
    private readonly double _constant;

    /// <summary>Creates the smoothing.</summary>
    /// <param name="constant">A fixed r above 0; null learns it.</param>
    public BiasSmoothing(double? constant) : base(nameof(BiasSmoothing))
    {
        if (constant is <= 0) throw new ArgumentOutOfRangeException(nameof(constant), constant, "Smoothing must be above 0.");
        _constant = constant ?? 0;
        if (constant is null) smooth_param = new Parameter(tensor([-1f]));
        RegisterComponents();
    }

    /// <summary>d [B, A] of priors b [B, A].</summary>
    public Tensor Logit(Tensor bias)
    {
        Tensor r = smooth_param is null ? tensor((float)_constant, device: bias.device) : smooth_param.sigmoid();
        return (bias + r).log() - (1 - bias + r).log();
    }
}
