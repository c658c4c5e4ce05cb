using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Multi-head attention without its output projection: by our own kernel over packed states, written out over padded ones. Never by libtorch's fused form,
/// whose backward is many times slower in bfloat16 at the lengths of questions and region lists.
/// </summary>
internal sealed class AttentionHeads : nn.Module
{
    private readonly MaskableLinear query;
    private readonly MaskableLinear key;
    private readonly MaskableLinear value;
    private readonly LayerSettings _settings;

    public AttentionHeads(LayerSettings settings) : base(nameof(AttentionHeads))
    {
        (query, key, value) = (settings.Linear(), settings.Linear(), settings.Linear());
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>States attend to a context: softmax(Q K^T / sqrt(d) + mask) V.</summary>
    /// <param name="states">Where the queries come from.</param>
    /// <param name="queries">How they lie.</param>
    /// <param name="context">Where keys and values come from.</param>
    /// <param name="keys">How they lie: packed if the queries are.</param>
    /// <param name="probabilities">If given, receives the attention [B, heads, T, S]; only of padded states.</param>
    public Tensor Forward(Tensor states, Sequences queries, Tensor context, Sequences keys, IList<Tensor>? probabilities)
    {
        (Tensor q, Tensor k, Tensor v) = (query.Forward(states), key.Forward(context), value.Forward(context));
        return queries.IsPacked ? Fused(q, k, v, queries, keys) : WrittenOut(q, k, v, keys.Mask, probabilities);
    }

    private Tensor Fused(Tensor q, Tensor k, Tensor v, Sequences queries, Sequences keys)
    {
        AttentionShape shape = new(_settings.Heads, _settings.HeadSize, queries.Starts, keys.Starts);
        Tensor? drop = _settings.Dropout.Factors([shape.Probabilities], ScalarType.Float32, _settings.AttentionDropout, training);
        return FusedAttention.apply(q.contiguous(), k.contiguous(), v.contiguous(), drop!, shape);
    }

    private Tensor WrittenOut(Tensor q, Tensor k, Tensor v, Tensor? mask, IList<Tensor>? probabilities)
    {
        Tensor scores = matmul(Split(q) / Math.Sqrt(_settings.HeadSize), Split(k).transpose(2, 3));
        if (mask is not null) scores = scores.add(mask.In(scores.dtype));
        Tensor attention = nn.functional.softmax(scores, 3);
        probabilities?.Add(attention);
        Tensor mixed = matmul(_settings.Dropout.Apply(attention, _settings.AttentionDropout, training), Split(v));
        return mixed.transpose(1, 2).reshape(q.shape);
    }

    // [B, T, H] -> [B, heads, T, H / heads]
    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], _settings.Heads, _settings.HeadSize).transpose(1, 2);
}
