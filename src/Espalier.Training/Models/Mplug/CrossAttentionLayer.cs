using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// A BERT layer with a second attention, to another list of states, between self-attention and feed-forward: a fusion layer or a decoder layer
/// (Li et al. 2022, mPLUG, section 3.2).
/// </summary>
internal sealed class CrossAttentionLayer : nn.Module
{
    private readonly SelfAttention attention;
    private readonly SelfAttention crossattention;
    private readonly Intermediate intermediate;
    private readonly ResidualOutput output;
    private readonly Recomputation _recomputation;

    public CrossAttentionLayer(LayerSettings settings) : base(nameof(CrossAttentionLayer))
    {
        (attention, crossattention) = (new SelfAttention(settings), new SelfAttention(settings));
        (intermediate, output) = (new Intermediate(settings), new ResidualOutput(settings, settings.Intermediate));
        _recomputation = settings.Recomputation;
        RegisterComponents();
    }

    /// <summary>States attend to each other, then to a context.</summary>
    /// <param name="states">The states.</param>
    /// <param name="own">How they lie.</param>
    /// <param name="context">What they read.</param>
    /// <param name="queries">How the states lie when they read it, if they must be brought into another form.</param>
    /// <param name="keys">How the context lies.</param>
    public Tensor Forward(Tensor states, Sequences own, Tensor context, Sequences queries, Sequences keys) =>
        _recomputation.Run(states, context, (current, seen) => Compute(current, own, seen, queries, keys));

    /// <summary>The layer without its cross-attention.</summary>
    public Tensor ForwardConnected(Tensor states, Sequences own) => _recomputation.Run(states, current => Widen(attention.Forward(current, own)));

    private Tensor Compute(Tensor states, Sequences own, Tensor context, Sequences queries, Sequences keys)
    {
        Tensor attended = attention.Forward(states, own);
        Tensor read = crossattention.Forward(queries.IsPacked ? attended.flatten(0, -2) : attended, queries, context, keys).view(attended.shape);
        return Widen(read);
    }

    private Tensor Widen(Tensor states) => output.Forward(intermediate.Forward(states), states);
}
