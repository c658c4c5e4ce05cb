using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// lmh, learned mixin + entropy (Clark et al. 2019; Si et al. 2023, eq. 5): the model is trained as one half of an ensemble with the
/// answer prior, so that it need not learn what the prior already says. A gate decides for each example how much the prior is to be
/// trusted.
/// <code>
/// g  = softplus(w.h + c)                     h the pooled state
/// x' = x + g d                               d the smoothed bias logit
/// L  = 1/B sum_b sum_a bce(x', t)  +  0.36 mean_{b,a} H(sigmoid(g d))
/// </code>
/// The entropy H is minimised, which pushes g away from 0: without it the model would do best by ignoring the prior. At test time the plain
/// logits x answer.
/// </summary>
/// <remarks>
/// The first term sums over answers and the second averages over them, so the second is at most 0.25. The two-sided log-sum-exp form of the
/// reference equals the closed form used here, which cannot become NaN. The reference never hands w, c and the smoothing to its
/// optimiser; the original method trains them, and so do we unless they are frozen.
/// </remarks>
public sealed class LearnedMixin : Objective
{
    private readonly Linear bias_lin;
    private readonly BiasSmoothing smoothing;
    private readonly double _entropyWeight;

    /// <summary>Creates the objective with a freshly drawn gate.</summary>
    /// <param name="hidden">Width of the pooled state.</param>
    /// <param name="seed">Decides w and c, uniform in +-1/sqrt(hidden).</param>
    /// <param name="entropyWeight">Weight of the entropy term.</param>
    /// <param name="smoothing">A fixed r above 0; null learns it.</param>
    /// <param name="frozen">Leaves gate and smoothing as drawn, as the reference does by accident.</param>
    public LearnedMixin(int hidden, ulong seed, double entropyWeight = 0.36, double? smoothing = null, bool frozen = false)
        : base("lmh", $"entropy {entropyWeight}, smoothing {(object?)smoothing ?? "learned"}, frozen {frozen}")
    {
        bias_lin = nn.Linear(hidden, 1);
        LinearInitializer.Fill(bias_lin, seed);
        this.smoothing = new BiasSmoothing(smoothing);
        _entropyWeight = entropyWeight;
        RegisterComponents();
        foreach (Parameter parameter in parameters()) parameter.requires_grad = !frozen;
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch)
    {
        Tensor gate = nn.functional.softplus(bias_lin.forward(output.Pooled));
        Tensor bias = gate * smoothing.Logit(batch.Bias.Required());
        Tensor main = BinaryCrossEntropy.Sum(output.Logits + bias, batch.Targets.Required());
        return _entropyWeight == 0 ? main : main + _entropyWeight * Entropy(bias).mean();
    }

    // H(sigmoid(u)) = -p log p - (1 - p) log(1 - p) = softplus(-u) p + softplus(u) (1 - p)
    private static Tensor Entropy(Tensor u) =>
        nn.functional.softplus(-u) * u.sigmoid() + nn.functional.softplus(u) * (-u).sigmoid();
}
