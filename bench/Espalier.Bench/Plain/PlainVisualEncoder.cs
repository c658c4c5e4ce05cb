using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>Features and boxes of regions.</summary>
internal sealed class PlainVisualEncoder : nn.Module
{
    private readonly nn.Module<Tensor, Tensor> visn_fc;
    private readonly LayerNorm visn_layer_norm;
    private readonly nn.Module<Tensor, Tensor> box_fc;
    private readonly LayerNorm box_layer_norm;
    private readonly Dropout dropout;

    public PlainVisualEncoder(PlainLayers layers) : base(nameof(PlainVisualEncoder))
    {
        (visn_fc, visn_layer_norm) = (layers.Linear(layers.Config.FeatureSize, layers.Config.HiddenSize), layers.Norm());
        (box_fc, box_layer_norm) = (layers.Linear(layers.Config.BoxSize, layers.Config.HiddenSize), layers.Norm());
        dropout = layers.HiddenDropout();
        RegisterComponents();
    }

    public Tensor Forward(Tensor features, Tensor boxes) =>
        dropout.forward((visn_layer_norm.forward(visn_fc.forward(features)) + box_layer_norm.forward(box_fc.forward(boxes))) / 2);
}
