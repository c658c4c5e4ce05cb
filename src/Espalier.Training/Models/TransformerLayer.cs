using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A BERT layer: self-attention and a feed-forward layer, each with its residual and LayerNorm.</summary>
internal sealed class TransformerLayer : nn.Module
{
    private readonly SelfAttention attention;
    private readonly Intermediate intermediate;
    private readonly ResidualOutput output;

    public TransformerLayer(LayerSettings settings) : base(nameof(TransformerLayer))
    {
        attention = new SelfAttention(settings);
        (intermediate, output) = (new Intermediate(settings), new ResidualOutput(settings, settings.Intermediate));
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Sequences sequences, IList<Tensor>? probabilities)
    {
        Tensor attended = attention.Forward(states, sequences, probabilities);
        return output.Forward(intermediate.Forward(attended), attended);
    }

    /// <summary>The same for each example's first state alone, [B, H] or [B, 1, H]: all that the pooler reads of a last layer.</summary>
    public Tensor ForwardFirst(Tensor states, Sequences sequences)
    {
        Tensor attended = attention.ForwardFirst(states, sequences);
        return output.Forward(intermediate.Forward(attended), attended);
    }
}
