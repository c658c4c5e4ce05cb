using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// Guesses the kind and the colour of what a patch shows, or that it shows the background. Other than in <see cref="RegionLabelHead"/> nothing lies between
/// a state and the word embeddings of the names: what a patch shows is then where attention from words to patches, which starts by
/// likeness (<see cref="MimeticStart"/>), finds it, for a colour as for a kind. Regions come described; patches have to learn what they show.
/// </summary>
internal sealed class PatchLabelHead : nn.Module
{
    private readonly LayerNorm kindNorm;
    private readonly LayerNorm colourNorm;
    private readonly Parameter background;

    public PatchLabelHead(BackboneConfig config) : base(nameof(PatchLabelHead))
    {
        (kindNorm, colourNorm) = (nn.LayerNorm(config.HiddenSize, config.LayerNormEpsilon), nn.LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        background = new Parameter(zeros(1, config.HiddenSize));
        RegisterComponents();
    }

    /// <summary>Sum of the cross-entropies of each state's kind and colour; the number after the last is that of the background, which has one vector as both.</summary>
    /// <param name="states">States before the question is answered from them [M, H].</param>
    /// <param name="table">The backbone's word table [V, H].</param>
    /// <param name="words">The names of the labels.</param>
    /// <param name="patches">What they show.</param>
    public Tensor Loss(Tensor states, Tensor table, LabelWords words, LabelledPatches patches) =>
        RegionLabelHead.Named(kindNorm.forward(states), cat([matmul(words.Kinds, table), background]), patches.Kinds)
        + RegionLabelHead.Named(colourNorm.forward(states), cat([matmul(words.Colours, table), background]), patches.Colours);
}
