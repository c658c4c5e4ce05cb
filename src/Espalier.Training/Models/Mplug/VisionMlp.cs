using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>CLIP's feed-forward layer, with QuickGELU: x sigmoid(1.702 x). Its two matrices are the only ones of the vision encoder that are pruned.</summary>
internal sealed class VisionMlp : nn.Module
{
    private readonly MaskableLinear c_fc;
    private readonly MaskableLinear c_proj;

    public VisionMlp(LayerSettings settings) : base(nameof(VisionMlp))
    {
        c_fc = new MaskableLinear(settings.Hidden, settings.Intermediate, settings.Device);
        c_proj = new MaskableLinear(settings.Intermediate, settings.Hidden, settings.Device);
        RegisterComponents();
    }

    public Tensor Forward(Tensor x)
    {
        Tensor wide = c_fc.Forward(x);
        return c_proj.Forward(wide * (1.702 * wide).sigmoid());
    }
}
