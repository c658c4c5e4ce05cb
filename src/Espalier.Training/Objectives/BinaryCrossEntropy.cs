using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// bce, plain training: L = 1/B sum_b sum_a [softplus(x) - t x], the binary cross-entropy of logits x with soft targets t (Si et al.
/// 2023, eq. 4).
/// </summary>
/// <remarks>
/// Summed over answers, not averaged: the mean is over the batch alone, which is what learning rates in the field assume.
/// </remarks>
public sealed class BinaryCrossEntropy : Objective
{
    /// <summary>Creates the objective; it has no settings.</summary>
    public BinaryCrossEntropy() : base("bce") => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch) => Sum(output.Logits, batch.Targets.Required());

    /// <summary>Summed over answers, averaged over the batch.</summary>
    internal static Tensor Sum(Tensor logits, Tensor targets) => Elements(logits, targets).sum() / logits.shape[0];

    /// <summary>For each example and answer, [B, A].</summary>
    internal static Tensor Elements(Tensor logits, Tensor targets) =>
        nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.None);
}
