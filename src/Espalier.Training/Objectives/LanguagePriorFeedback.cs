using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// lpf, language-prior feedback (Liang et al. 2021; Si et al. 2023, eq. 6): examples whose answer the prior expects count less.
/// <code>
/// alpha = b[y] in [1e-7, 1],  p = softmax(x)[y] of at least 1e-7
/// L = 1/B sum_b (1 - alpha)^gamma (-log p)
/// </code>
/// alpha is a constant to the gradient. At test time the plain logits x answer.
/// </summary>
/// <remarks>
/// In the original method alpha comes from the softmax of a learned question-only branch, trained beside it: L + CE(branch, y). Gamma is
/// 5 for VQA-CP v2; the original uses 2 for VQA v2, whose priors do not change.
/// </remarks>
public sealed class LanguagePriorFeedback : Objective
{
    private const double Smallest = 1e-7;
    private readonly QuestionBranch? branch;
    private readonly double _gamma;

    /// <summary>Creates the form of Si et al., which reads alpha from the answer prior.</summary>
    /// <param name="gamma">How strongly expected answers are played down; 0 is plain cross-entropy.</param>
    public LanguagePriorFeedback(double gamma = 5) : base("lpf", $"gamma {gamma}")
    {
        _gamma = NotNegative(gamma);
        RegisterComponents();
    }

    /// <summary>Creates the original form, which learns alpha with a question-only branch.</summary>
    /// <param name="gamma">How strongly expected answers are played down; 0 is plain cross-entropy.</param>
    /// <param name="hidden">Width of the question's encoding.</param>
    /// <param name="answers">Answers in the vocabulary.</param>
    /// <param name="width">Width of the branch.</param>
    /// <param name="seed">Decides the branch's first weights.</param>
    public LanguagePriorFeedback(double gamma, int hidden, int answers, int width, ulong seed)
        : base("lpf", $"gamma {gamma}, question branch of {width}")
    {
        _gamma = NotNegative(gamma);
        branch = new QuestionBranch(hidden, width, answers, seed);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Loss(ModelOutput output, TensorBatch batch)
    {
        LabelledExamples examples = new(batch.HardLabels.Required());
        if (branch is null) return Feedback(output.Logits, examples.Pick(batch.Bias.Required()), examples);
        Tensor guess = branch.Forward(output).Logits;
        Tensor alpha = examples.Pick(nn.functional.softmax(guess.detach(), 1));
        return Feedback(output.Logits, alpha, examples) + examples.CrossEntropy(guess);
    }

    /// <inheritdoc/>
    public override double CountOf(TensorBatch batch) => new LabelledExamples(batch.HardLabels.Required()).Count;

    private Tensor Feedback(Tensor logits, Tensor alpha, LabelledExamples examples)
    {
        Tensor weight = (1 - alpha.clamp(Smallest, 1)).pow(_gamma);
        Tensor logProbability = examples.Pick(nn.functional.log_softmax(logits, 1)).clamp_min(Math.Log(Smallest));
        return examples.Mean(weight * -logProbability);
    }

    private static double NotNegative(double gamma) =>
        gamma >= 0 ? gamma : throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Gamma must not be negative.");
}
