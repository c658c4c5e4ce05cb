using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Multi-head attention without its output projection: by our own kernel where it can, else written out. Never by libtorch's fused form,
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

    /// <summary>States [B, T, H] attend to a context [B, S, H]: softmax(Q K^T / sqrt(d) + mask) V.</summary>
    /// <param name="states">Where the queries come from.</param>
    /// <param name="context">Where keys and values come from.</param>
    /// <param name="mask">Added to the scores, float32 [B, 1, 1, S]; null adds nothing.</param>
    /// <param name="probabilities">If given, receives the attention [B, heads, T, S].</param>
    public Tensor Forward(Tensor states, Tensor context, Tensor? mask, IList<Tensor>? probabilities)
    {
        (Tensor q, Tensor k, Tensor v) = (query.Forward(states), key.Forward(context), value.Forward(context));
        return probabilities is null && FusedAttention.Supports(q, _settings.HeadSize)
            ? Fused(q, k, v, mask)
            : WrittenOut(q, k, v, mask, probabilities);
    }

    private Tensor Fused(Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        (long[] queries, long[] keys) = (q.shape, k.shape);
        AttentionShape shape = new((int)queries[0], (int)queries[1], (int)keys[1], _settings.Heads, _settings.HeadSize);
        Tensor? drop = _settings.Dropout.Factors(
            [(long)shape.Batch * shape.Heads, shape.Queries, shape.PaddedKeys], ScalarType.Float32, _settings.AttentionDropout, training);
        return FusedAttention.apply(q.contiguous(), k.contiguous(), v.contiguous(), mask!, drop!, shape);
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
