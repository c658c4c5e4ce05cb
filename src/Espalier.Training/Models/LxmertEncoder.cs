using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>All language layers, all object layers, then the cross layers.</summary>
internal sealed class LxmertEncoder : nn.Module
{
    private readonly VisualFeatureEncoder visn_fc;
    private readonly ModuleList<TransformerLayer> layer;
    private readonly ModuleList<CrossLayer> x_layers;
    private readonly ModuleList<TransformerLayer> r_layers;

    public LxmertEncoder(LxmertConfig config, LayerSettings settings) : base(nameof(LxmertEncoder))
    {
        visn_fc = new VisualFeatureEncoder(config, settings);
        layer = new(Enumerable.Range(0, config.LanguageLayers).Select(_ => new TransformerLayer(settings)).ToArray());
        x_layers = new(Enumerable.Range(0, config.CrossLayers).Select(_ => new CrossLayer(settings)).ToArray());
        r_layers = new(Enumerable.Range(0, config.VisionLayers).Select(_ => new TransformerLayer(settings)).ToArray());
        RegisterComponents();
    }

    /// <summary>The first language state [B, 1, H], at the end and before it has met the regions.</summary>
    /// <param name="language">The question's input states [B, T, H].</param>
    /// <param name="languageMask">Added to scores over the question, [B, 1, 1, T], or null.</param>
    /// <param name="features">Region features [B, R, F].</param>
    /// <param name="boxes">Boxes [B, R, 4].</param>
    /// <param name="visionMask">Added to scores over the regions, [B, 1, 1, R], or null.</param>
    /// <param name="trace">If given, every state of every layer is computed and recorded.</param>
    public (Tensor Final, Tensor Question) Forward(
        Tensor language, Tensor? languageMask, Tensor features, Tensor boxes, Tensor? visionMask, ActivationTrace? trace)
    {
        foreach (TransformerLayer block in layer)
        {
            language = block.Forward(language, languageMask, trace?.LanguageAttentions);
            trace?.LanguageStates.Add(language);
        }
        Tensor question = language.narrow(1, 0, 1);
        Tensor vision = visn_fc.Forward(features, boxes);
        foreach (TransformerLayer block in r_layers)
        {
            vision = block.Forward(vision, visionMask, trace?.VisionAttentions);
            trace?.VisionStates.Add(vision);
        }
        int whole = trace is null ? x_layers.Count - 1 : x_layers.Count;
        for (int i = 0; i < whole; i++)
        {
            (language, vision) = x_layers[i].Forward(language, languageMask, vision, visionMask, trace?.CrossAttentions);
            trace?.LanguageStates.Add(language);
            trace?.VisionStates.Add(vision);
        }
        Tensor final = trace is null
            ? x_layers[whole].ForwardFirst(language, languageMask, vision, visionMask)
            : language.narrow(1, 0, 1);
        return (final, question);
    }
}
