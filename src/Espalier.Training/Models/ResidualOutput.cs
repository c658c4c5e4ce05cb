using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>The end of a sub-layer: LayerNorm(dropout(dense(x)) + input), the post-norm form of BERT.</summary>
internal sealed class ResidualOutput : nn.Module
{
    private readonly MaskableLinear dense;
    private readonly LayerNorm LayerNorm;
    private readonly LayerSettings _settings;

    public ResidualOutput(LayerSettings settings, int inputs) : base(nameof(ResidualOutput))
    {
        dense = new MaskableLinear(inputs, settings.Hidden, settings.Device);
        LayerNorm = settings.Norm();
        _settings = settings;
        RegisterComponents();
    }

    public Tensor Forward(Tensor x, Tensor input) =>
        LayerNorm.forward(_settings.Dropout.Apply(dense.Forward(x), _settings.HiddenDropout, training) + input);
}
