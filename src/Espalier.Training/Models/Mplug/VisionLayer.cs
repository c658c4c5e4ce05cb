using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>A block of CLIP's vision transformer (Radford et al. 2021), pre-norm: x + attention(LN(x)), then x + MLP(LN(x)).</summary>
internal sealed class VisionLayer : nn.Module
{
    private readonly VisionAttention attn;
    private readonly LayerNorm ln_1;
    private readonly VisionMlp mlp;
    private readonly LayerNorm ln_2;
    private readonly Recomputation _recomputation;

    public VisionLayer(LayerSettings settings) : base(nameof(VisionLayer))
    {
        (attn, ln_1, mlp, ln_2) = (new VisionAttention(settings), settings.Norm(), new VisionMlp(settings), settings.Norm());
        _recomputation = settings.Recomputation;
        RegisterComponents();
    }

    public Tensor Forward(Tensor states, Sequences patches) => _recomputation.Run(states, current => Compute(current, patches));

    private Tensor Compute(Tensor states, Sequences patches)
    {
        Tensor attended = states + attn.Forward(ln_1.forward(states), patches);
        return attended + mlp.Forward(ln_2.forward(attended));
    }
}
