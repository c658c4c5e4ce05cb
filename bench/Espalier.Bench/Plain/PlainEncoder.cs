using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Bench.Plain;

/// <summary>Language, object and cross layers.</summary>
internal sealed class PlainEncoder : nn.Module
{
    private readonly PlainVisualEncoder visn_fc;
    private readonly ModuleList<PlainTransformerLayer> layer;
    private readonly ModuleList<PlainCrossLayer> x_layers;
    private readonly ModuleList<PlainTransformerLayer> r_layers;

    public PlainEncoder(PlainLayers layers) : base(nameof(PlainEncoder))
    {
        visn_fc = new PlainVisualEncoder(layers);
        layer = new([.. Enumerable.Range(0, layers.Config.LanguageLayers).Select(_ => new PlainTransformerLayer(layers))]);
        x_layers = new([.. Enumerable.Range(0, layers.Config.CrossLayers).Select(_ => new PlainCrossLayer(layers))]);
        r_layers = new([.. Enumerable.Range(0, layers.Config.VisionLayers).Select(_ => new PlainTransformerLayer(layers))]);
        RegisterComponents();
    }

    public Tensor Forward(Tensor language, Tensor languageMask, Tensor features, Tensor boxes, Tensor visionMask)
    {
        foreach (PlainTransformerLayer block in layer) language = block.Forward(language, languageMask);
        Tensor vision = visn_fc.Forward(features, boxes);
        foreach (PlainTransformerLayer block in r_layers) vision = block.Forward(vision, visionMask);
        foreach (PlainCrossLayer block in x_layers) (language, vision) = block.Forward(language, languageMask, vision, visionMask);
        return language;
    }
}
