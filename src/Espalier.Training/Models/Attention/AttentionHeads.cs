using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Multi-head attention without its output projection.</summary>
internal sealed class AttentionHeads : nn.Module
{
    private readonly MaskableLinear query;
    private readonly MaskableLinear key;
    private readonly MaskableLinear value;
    private readonly AttentionMix _mix;

    public AttentionHeads(LayerSettings settings) : base(nameof(AttentionHeads))
    {
        (query, key, value) = (settings.Linear(), settings.Linear(), settings.Linear());
        _mix = new AttentionMix(settings);
        RegisterComponents();
    }

    /// <summary>States attend to a context: softmax(Q K^T / sqrt(d) + mask) V.</summary>
    /// <param name="states">Where the queries come from.</param>
    /// <param name="queries">How they lie.</param>
    /// <param name="context">Where keys and values come from.</param>
    /// <param name="keys">How they lie: packed if the queries are.</param>
    /// <param name="probabilities">If given, receives the attention [B, heads, T, S]; only of padded states.</param>
    public Tensor Forward(Tensor states, Sequences queries, Tensor context, Sequences keys, IList<Tensor>? probabilities) =>
        _mix.Forward(query.Forward(states), key.Forward(context), value.Forward(context), queries, keys, training, probabilities);
}
