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
    private readonly RegionLabelHead regions;

    public PretrainingHeads(RegionBackboneConfig config, ulong seed) : base(nameof(PretrainingHeads))
    {
        int hidden = config.HiddenSize;
        transform = nn.Linear(hidden, hidden);
        norm = nn.LayerNorm(hidden, config.LayerNormEpsilon);
        bias = new Parameter(zeros(config.VocabularySize));
        matching = nn.Linear(hidden, 2);
        regions = new RegionLabelHead(config);
        RegisterComponents();
        WeightInitializer.Fill(this, config.InitializerRange, seed);
        regions.StartAmongWords();
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

    /// <summary>The detector's labels of each region.</summary>
    public RegionLabelHead Regions => regions;
}
