using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// product, a product of experts (Clark et al. 2019; Si et al. 2023, eq. 15): L = 1/B sum_b sum_a bce(x + d, t) with the smoothed bias
/// logit d. It is lmh with the gate fixed to 1 and no entropy term.
/// </summary>
public sealed class BiasProduct : Objective
{
    private readonly BiasSmoothing smoothing;

    /// <summary>Creates the objective.</summary>
    /// <param name="smoothing">A fixed r above 0; null learns it.</param>
    public BiasProduct(double? smoothing = null) : base("product", $"smoothing {(object?)smoothing ?? "learned"}")
    {
        this.smoothing = new BiasSmoothing(smoothing);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch) =>
        BinaryCrossEntropy.Sum(output.Logits + smoothing.Logit(batch.Bias.Required()), batch.Targets.Required());
}
