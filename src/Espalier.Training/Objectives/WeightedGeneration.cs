using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// The loss of a generative backbone: (1/B) sum over questions and their distinct answers of w (-log p(answer)), with w the share of annotators who gave the
/// answer (Li et al. 2022). With language-prior feedback every term is multiplied by (1 - b)^1, b being the share of the answer among all that
/// annotators gave to questions of its type (Si et al. 2023, code; <see cref="LanguagePriorFeedback"/> has an exponent of 5 instead, and the
/// mean soft score as prior).
/// </summary>
/// <remarks>The logits of the output are the log-likelihoods of <see cref="TensorBatch.AnswerIds"/>, [B, K].</remarks>
public sealed class WeightedGeneration : Objective
{
    private readonly bool _feedback;

    /// <summary>Creates the objective.</summary>
    /// <param name="feedback">Whether answers that the question's type makes likely count less.</param>
    public WeightedGeneration(bool feedback) : base(feedback ? "lpf" : "bce", $"of generated answers") => _feedback = feedback;

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch)
    {
        Tensor weights = batch.AnswerWeights.Required();
        if (_feedback) weights = weights * (1 - batch.AnswerBias.Required());
        return -(weights * output.Logits).sum() / output.Logits.shape[0];
    }
}
