using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Multi-head attention without its output projection. Written out instead of libtorch's fused form, whose backward is six times slower
/// in bfloat16 at the lengths of questions and region lists.
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
    /// <param name="mask">Added to the scores, [B, 1, 1, S]; null adds nothing.</param>
    /// <param name="probabilities">Receives the attention [B, heads, T, S], if given.</param>
    public Tensor Forward(Tensor states, Tensor context, Tensor? mask, IList<Tensor>? probabilities)
    {
        double scale = 1 / Math.Sqrt((double)_settings.Hidden / _settings.Heads);
        Tensor scores = matmul(Split(query.Forward(states)) * scale, Split(key.Forward(context)).transpose(2, 3));
        if (mask is not null) scores = scores.add(mask);
        Tensor attention = nn.functional.softmax(scores, 3);
        probabilities?.Add(attention);
        Tensor mixed = matmul(_settings.Dropout.Apply(attention, _settings.AttentionDropout, training), Split(value.Forward(context)));
        return mixed.transpose(1, 2).reshape(states.shape);
    }

    // [B, T, H] -> [B, heads, T, H / heads]
    private Tensor Split(Tensor x) =>
        x.view(x.shape[0], x.shape[1], _settings.Heads, _settings.Hidden / _settings.Heads).transpose(1, 2);
}
