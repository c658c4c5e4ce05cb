using Espalier.Numerics;
using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Objectives;

/// <summary>
/// The question-only branch of the original RUBi (Cadene et al. 2019) and LPF (Liang et al. 2021): an MLP that guesses the answer without
/// the image. It learns the bias from data instead of reading it from a table. Its gradient stops at the question's encoding, which must
/// not learn to be biased.
/// </summary>
internal sealed class QuestionBranch : nn.Module
{
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear mask;
    private readonly Linear answer;

    /// <summary>Creates the branch: hidden to width to width to answers with ReLU between, and a linear classifier on top.</summary>
    public QuestionBranch(int hidden, int width, int answers, ulong seed) : base(nameof(QuestionBranch))
    {
        (first, second) = (nn.Linear(hidden, width), nn.Linear(width, width));
        (mask, answer) = (nn.Linear(width, answers), nn.Linear(answers, answers));
        Linear[] layers = [first, second, mask, answer];
        for (int i = 0; i < layers.Length; i++) LinearInitializer.Fill(layers[i], SplitMix.Hash(seed, (ulong)i));
        RegisterComponents();
    }

    /// <summary>q [B, A], which RUBi turns into a mask, and the branch's own answer logits [B, A].</summary>
    public (Tensor Mask, Tensor Logits) Forward(ModelOutput output)
    {
        Tensor state = first.forward(output.QuestionState.detach()).relu();
        Tensor q = mask.forward(second.forward(state).relu());
        return (q, answer.forward(q));
    }
}
