using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>tanh(dense(first language state)).</summary>
internal sealed class Pooler : nn.Module
{
    private readonly MaskableLinear dense;

    public Pooler(LayerSettings settings) : base(nameof(Pooler))
    {
        dense = settings.Linear();
        RegisterComponents();
    }

    /// <summary>The pooled states [B, H] of the first states [B, H].</summary>
    public Tensor Forward(Tensor first) => dense.Forward(first).tanh();
}
