using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Guesses the kind and the colour of what a region shows. The labels are words, as the object tags of Oscar (Li et al. 2020): a state is
/// compared with the word embeddings of their names, which brings images and words into one space.
/// </summary>
internal sealed class RegionLabelHead : nn.Module
{
    /// <summary>Marks what has no label.</summary>
    public const long Unlabelled = -100;

    private readonly Linear kind;
    private readonly LayerNorm kindNorm;
    private readonly Linear colour;
    private readonly LayerNorm colourNorm;

    public RegionLabelHead(BackboneConfig config) : base(nameof(RegionLabelHead))
    {
        int hidden = config.HiddenSize;
        (kind, colour) = (nn.Linear(hidden, hidden, hasBias: false), nn.Linear(hidden, hidden, hasBias: false));
        (kindNorm, colourNorm) = (nn.LayerNorm(hidden, config.LayerNormEpsilon), nn.LayerNorm(hidden, config.LayerNormEpsilon));
        RegisterComponents();
    }

    /// <summary>States start in the words' own space.</summary>
    public void StartAmongWords()
    {
        using IDisposable frozen = no_grad();
        using Tensor same = eye(kind.weight!.shape[0]);
        kind.weight.copy_(same);
        colour.weight!.copy_(same);
    }

    /// <summary>Sum of the cross-entropies of each state's kind and colour.</summary>
    /// <param name="states">States before the question is answered from them [M, H].</param>
    /// <param name="table">The backbone's word table [V, H].</param>
    /// <param name="words">The names of the labels.</param>
    /// <param name="kinds">int64 [M], <see cref="Unlabelled"/> where there is none.</param>
    /// <param name="colours">int64 [M] likewise.</param>
    public Tensor Loss(Tensor states, Tensor table, LabelWords words, Tensor kinds, Tensor colours) =>
        Named(kindNorm.forward(kind.forward(states)), matmul(words.Kinds, table), kinds)
        + Named(colourNorm.forward(colour.forward(states)), matmul(words.Colours, table), colours);

    /// <summary>Cross-entropy of states [M, H] with the vectors of names [N, H]; the mean over no labels would be no number.</summary>
    internal static Tensor Named(Tensor states, Tensor names, Tensor labels) => labels.ne(Unlabelled).any().item<bool>()
        ? nn.functional.cross_entropy(nn.functional.linear(states, names), labels, ignore_index: Unlabelled)
        : states.sum() * 0;
}
