using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// ce, softmax cross-entropy with the soft targets as they are: L = -1/B sum_b sum_a t_a log softmax(x)_a. It is what the published code of Si et al. 2023
/// trains VisualBERT with where LXMERT gets bce; the paper itself names bce (eq. 4) for both.
/// </summary>
/// <remarks>The targets of an example need not sum to 1: one whose answers are all outside the vocabulary has no loss, and counts in the mean.</remarks>
public sealed class SoftCrossEntropy : Objective
{
    /// <summary>Creates the objective; it has no settings.</summary>
    public SoftCrossEntropy() : base("ce") => RegisterComponents();

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch) =>
        -(nn.functional.log_softmax(output.Logits, 1) * batch.Targets.Required()).sum() / output.Logits.shape[0];
}
