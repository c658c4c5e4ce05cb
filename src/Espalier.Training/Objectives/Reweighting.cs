using Espalier.Training.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// reweight (Clark et al. 2019): L = sum_{b,a} (1 - b) bce(x, t) / sum_{b,a} (1 - b), answers that the prior expects count less.
/// </summary>
public sealed class Reweighting : Objective
{
    /// <summary>Creates the objective; it has no settings.</summary>
    public Reweighting() : base("reweight") => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch)
    {
        Tensor weight = 1 - batch.Bias.Required();
        return (BinaryCrossEntropy.Elements(output.Logits, batch.Targets.Required()) * weight).sum() / weight.sum();
    }

    /// <inheritdoc/>
    public override double CountOf(TensorBatch batch) => (1 - batch.Bias.Required()).sum().ToDouble();
}
