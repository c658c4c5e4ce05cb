using Espalier.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Pretraining;

/// <summary>
/// What pre-training puts on the backbone's states (Tan and Bansal 2019, section 3.1): words behind a mask, whether text and image belong
/// together, and the detector's labels of each region. Used in pre-training only; questions are answered by the backbone's own head.
/// </summary>
internal sealed class PretrainingHeads : nn.Module
{
    private readonly Linear transform;
    private readonly LayerNorm norm;
    private readonly Parameter bias;
    private readonly Linear matching;
    private readonly Linear kind;
    private readonly LayerNorm kindNorm;
    private readonly Linear colour;
    private readonly LayerNorm colourNorm;

    public PretrainingHeads(RegionBackboneConfig config, ulong seed) : base(nameof(PretrainingHeads))
    {
        int hidden = config.HiddenSize;
        transform = nn.Linear(hidden, hidden);
        norm = nn.LayerNorm(hidden, config.LayerNormEpsilon);
        bias = new Parameter(zeros(config.VocabularySize));
        matching = nn.Linear(hidden, 2);
        (kind, colour) = (nn.Linear(hidden, hidden, hasBias: false), nn.Linear(hidden, hidden, hasBias: false));
        (kindNorm, colourNorm) = (nn.LayerNorm(hidden, config.LayerNormEpsilon), nn.LayerNorm(hidden, config.LayerNormEpsilon));
        RegisterComponents();
        WeightInitializer.Fill(this, config.InitializerRange, seed);
        // Region states start in the words' own space; see RegionLabels.
        using IDisposable frozen = no_grad();
        using Tensor same = eye(hidden);
        kind.weight!.copy_(same);
        colour.weight!.copy_(same);
    }

    /// <summary>Cross-entropy of masked words.</summary>
    /// <param name="states">Language states at masked positions [M, H].</param>
    /// <param name="table">The backbone's word table [V, H], shared as in BERT.</param>
    /// <param name="words">The words that were there, int64 [M].</param>
    public Tensor MaskedWords(Tensor states, Tensor table, Tensor words)
    {
        Tensor hidden = norm.forward(nn.functional.gelu(transform.forward(states)));
        return nn.functional.cross_entropy(nn.functional.linear(hidden, table, bias), words);
    }

    /// <summary>Cross-entropy of "text and image belong together", from pooled states [M, H] and labels int64 [M].</summary>
    public Tensor Matching(Tensor pooled, Tensor labels) => nn.functional.cross_entropy(matching.forward(pooled), labels);

    /// <summary>
    /// Sum of the cross-entropies of each region's kind and colour. The labels are words, as the object tags of Oscar (Li et al. 2020):
    /// a state is compared with the word embeddings of their names, which brings regions and words into one space.
    /// </summary>
    /// <param name="states">Region states before the question is answered from them [M, H].</param>
    /// <param name="table">The backbone's word table [V, H].</param>
    /// <param name="words">The names of the labels.</param>
    /// <param name="kinds">int64 [M]; -100 marks a region without a label.</param>
    /// <param name="colours">int64 [M]; -100 likewise.</param>
    public Tensor RegionLabels(Tensor states, Tensor table, LabelWords words, Tensor kinds, Tensor colours) =>
        Named(kindNorm.forward(kind.forward(states)), matmul(words.Kinds, table), kinds)
        + Named(colourNorm.forward(colour.forward(states)), matmul(words.Colours, table), colours);

    private static Tensor Named(Tensor states, Tensor names, Tensor labels) =>
        nn.functional.cross_entropy(nn.functional.linear(states, names), labels, ignore_index: -100);
}
