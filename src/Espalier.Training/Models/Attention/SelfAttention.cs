using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A self-attention sub-layer.</summary>
internal sealed class SelfAttention : nn.Module
{
    private readonly AttentionHeads self;
    private readonly ResidualOutput output;

    public SelfAttention(LayerSettings settings) : base(nameof(SelfAttention))
    {
        (self, output) = (new AttentionHeads(settings), new ResidualOutput(settings, settings.Hidden));
        RegisterComponents();
    }

    /// <summary>States [B, T, H] attend to each other.</summary>
    public Tensor Forward(Tensor states, Tensor? mask, IList<Tensor>? probabilities = null) =>
        output.Forward(self.Forward(states, states, mask, probabilities), states);

    /// <summary>The same for the first state alone, [B, 1, H].</summary>
    public Tensor ForwardFirst(Tensor states, Tensor? mask)
    {
        Tensor first = states.narrow(1, 0, 1);
        return output.Forward(self.Forward(first, states, mask, null), first);
    }
}
