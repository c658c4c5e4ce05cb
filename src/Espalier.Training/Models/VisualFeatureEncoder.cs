using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The regions' input states: dropout of the mean of two projections, each with its own LayerNorm, of features and boxes.
/// </summary>
internal sealed class VisualFeatureEncoder : nn.Module
{
    private readonly MaskableLinear visn_fc;
    private readonly LayerNorm visn_layer_norm;
    private readonly MaskableLinear box_fc;
    private readonly LayerNorm box_layer_norm;
    private readonly LayerSettings _settings;

    public VisualFeatureEncoder(LxmertConfig config, LayerSettings settings) : base(nameof(VisualFeatureEncoder))
    {
        visn_fc = new MaskableLinear(config.FeatureSize, config.HiddenSize, settings.Device);
        visn_layer_norm = settings.Norm();
        box_fc = new MaskableLinear(config.BoxSize, config.HiddenSize, settings.Device);
        box_layer_norm = settings.Norm();
        _settings = settings;
        RegisterComponents();
    }

    /// <summary>States [..., H] of features [..., F] and boxes [..., 4].</summary>
    public Tensor Forward(Tensor features, Tensor boxes)
    {
        Tensor sum = visn_layer_norm.forward(visn_fc.Forward(features)) + box_layer_norm.forward(box_fc.Forward(boxes));
        return _settings.Dropout.Apply(sum / 2, _settings.HiddenDropout, training);
    }
}
