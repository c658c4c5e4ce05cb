using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A BERT layer: self-attention and a feed-forward layer, each with its residual and LayerNorm.</summary>
internal sealed class TransformerLayer : nn.Module
{
    private readonly SelfAttention attention;
    private readonly Intermediate intermediate;
    private readonly ResidualOutput output;
    private readonly Recomputation _recomputation;

    public TransformerLayer(LayerSettings settings) : base(nameof(TransformerLayer))
    {
        attention = new SelfAttention(settings);
        (intermediate, output) = (new Intermediate(settings), new ResidualOutput(settings, settings.Intermediate));
        _recomputation = settings.Recomputation;
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Sequences sequences, IList<Tensor>? probabilities) =>
        _recomputation.Run(states, current => Widen(attention.Forward(current, sequences, probabilities)));

    /// <summary>The same for each example's first state alone, [B, H] or [B, 1, H]: all that the pooler reads of a last layer.</summary>
    public Tensor ForwardFirst(Tensor states, Sequences sequences) => Widen(attention.ForwardFirst(states, sequences));

    private Tensor Widen(Tensor attended) => output.Forward(intermediate.Forward(attended), attended);
}
