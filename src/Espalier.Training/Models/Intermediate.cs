using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>The widening half of a feed-forward layer: GELU(dense(x)), the exact GELU with erf.</summary>
internal sealed class Intermediate : nn.Module
{
    private readonly MaskableLinear dense;

    public Intermediate(LayerSettings settings) : base(nameof(Intermediate))
    {
        dense = new MaskableLinear(settings.Hidden, settings.Intermediate, settings.Device);
        RegisterComponents();
    }

    public Tensor Forward(Tensor x) => nn.functional.gelu(dense.Forward(x));
}
