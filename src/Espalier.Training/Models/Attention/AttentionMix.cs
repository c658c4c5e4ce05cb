using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Attention of projected queries, keys and values: by our own kernel over packed states, written out over padded ones. Never by libtorch's fused form,
/// whose backward is many times slower in bfloat16 at the lengths of questions and region lists.
/// </summary>
/// <param name="settings">Heads and dropout.</param>
internal sealed class AttentionMix(LayerSettings settings)
{
    /// <summary>dropout(softmax(Q K^T / sqrt(d) + mask)) V.</summary>
    /// <param name="q">Queries, in the form of states.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="queries">How the queries lie.</param>
    /// <param name="keys">How keys and values lie: packed if the queries are.</param>
    /// <param name="training">Whether dropout is on.</param>
    /// <param name="probabilities">If given, receives the attention [B, heads, T, S]; only of padded states.</param>
    public Tensor Forward(Tensor q, Tensor k, Tensor v, Sequences queries, Sequences keys, bool training, IList<Tensor>? probabilities = null) =>
        queries.IsPacked ? Fused(q, k, v, queries, keys, training) : WrittenOut(q, k, v, keys.Mask, training, probabilities);

    private Tensor Fused(Tensor q, Tensor k, Tensor v, Sequences queries, Sequences keys, bool training)
    {
        AttentionShape shape = new(settings.Heads, settings.HeadSize, queries.Starts, keys.Starts);
        Tensor? drop = settings.Dropout.Factors([shape.Probabilities], ScalarType.Float32, settings.AttentionDropout, training);
        return FusedAttention.apply(q.contiguous(), k.contiguous(), v.contiguous(), drop!, shape);
    }

    private Tensor WrittenOut(Tensor q, Tensor k, Tensor v, Tensor? mask, bool training, IList<Tensor>? probabilities)
    {
        Tensor scores = matmul(Split(q) / Math.Sqrt(settings.HeadSize), Split(k).transpose(2, 3));
        if (mask is not null) scores = scores.add(mask.In(scores.dtype));
        Tensor attention = nn.functional.softmax(scores, 3);
        // They are wanted after the layer, whose tensors are let go with it.
        probabilities?.Add(attention.MoveToOuterDisposeScope());
        Tensor mixed = matmul(settings.Dropout.Apply(attention, settings.AttentionDropout, training), Split(v));
        return mixed.transpose(1, 2).reshape(q.shape);
    }

    // [B, T, H] -> [B, heads, T, H / heads]
    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], settings.Heads, settings.HeadSize).transpose(1, 2);
}
