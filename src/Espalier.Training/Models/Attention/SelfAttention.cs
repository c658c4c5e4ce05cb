using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>An attention sub-layer under BERT's names, "self" and "output", whichever states it reads.</summary>
internal sealed class SelfAttention : nn.Module
{
    private readonly AttentionHeads self;
    private readonly ResidualOutput output;

    public SelfAttention(LayerSettings settings) : base(nameof(SelfAttention))
    {
        (self, output) = (new AttentionHeads(settings), new ResidualOutput(settings, settings.Hidden));
        RegisterComponents();
    }

    /// <summary>States attend to each other.</summary>
    public Tensor Forward(Tensor states, Sequences sequences, IList<Tensor>? probabilities = null) =>
        output.Forward(self.Forward(states, sequences, states, sequences, probabilities), states);

    /// <summary>States attend to a context.</summary>
    public Tensor Forward(Tensor states, Sequences queries, Tensor context, Sequences keys) =>
        output.Forward(self.Forward(states, queries, context, keys, null), states);

    /// <summary>Self-attention for each example's first state alone, [B, H] or [B, 1, H].</summary>
    public Tensor ForwardFirst(Tensor states, Sequences sequences)
    {
        Tensor first = sequences.First(states);
        return output.Forward(self.Forward(first, sequences.OfFirst(), states, sequences, null), first);
    }
}
