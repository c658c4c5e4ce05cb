using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// rubi (Cadene et al. 2019; Si et al. 2023, eq. 7): logits are scaled by a mask of the bias before the loss, so that examples that the
/// bias answers right teach less: L = CE(x * sigmoid(b), y). At test time the plain logits x answer.
/// </summary>
/// <remarks>
/// The table's priors b lie in [0, 1], so the mask lies in [0.5, 0.73]: a mild rescaling. The original method learns the mask with a
/// question-only branch q and adds the branch's own loss: L = CE(x * sigmoid(q), y) + CE(linear(q), y).
/// </remarks>
public sealed class Rubi : Objective
{
    private readonly QuestionBranch? branch;

    /// <summary>Creates the form of Si et al., whose mask comes from the answer prior.</summary>
    public Rubi() : base("rubi") => RegisterComponents();

    /// <summary>Creates the original form, whose mask comes from a learned question-only branch.</summary>
    /// <param name="hidden">Width of the question's encoding.</param>
    /// <param name="answers">Answers in the vocabulary.</param>
    /// <param name="width">Width of the branch.</param>
    /// <param name="seed">Decides the branch's first weights.</param>
    public Rubi(int hidden, int answers, int width, ulong seed) : base("rubi", $"question branch of {width}")
    {
        branch = new QuestionBranch(hidden, width, answers, seed);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch)
    {
        LabelledExamples examples = new(batch.HardLabels.Required());
        if (branch is null) return examples.CrossEntropy(output.Logits * batch.Bias.Required().sigmoid());
        (Tensor q, Tensor guess) = branch.Forward(output);
        return examples.CrossEntropy(output.Logits * q.sigmoid()) + examples.CrossEntropy(guess);
    }

    /// <inheritdoc/>
    public override double CountOf(TensorBatch batch) => new LabelledExamples(batch.HardLabels.Required()).Count;
}
