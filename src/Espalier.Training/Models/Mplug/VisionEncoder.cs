using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>CLIP's place in the checkpoint: of its parts mPLUG uses "visual" alone.</summary>
internal sealed class VisionEncoder : nn.Module
{
    private readonly VisionTransformer visual;

    public VisionEncoder(MplugVisionConfig config, VqaBackbone model, Device device) : base(nameof(VisionEncoder))
    {
        visual = new VisionTransformer(config, model, device);
        RegisterComponents();
    }

    /// <inheritdoc cref="VisionTransformer.Arrange"/>
    public Sequences Arrange(long batch, ScalarType compute, bool padded) => visual.Arrange(batch, compute, padded);

    /// <inheritdoc cref="VisionTransformer.Forward"/>
    public Tensor Forward(Tensor images, Sequences states, ScalarType compute, ActivationTrace? trace) => visual.Forward(images, states, compute, trace);
}
