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

    /// <summary>Runs all layers; of the last one only what reaches the first language states, unless the states are wanted whole.</summary>
    /// <param name="language">The question's input states.</param>
    /// <param name="words">How they lie.</param>
    /// <param name="features">Region features, in the form of states.</param>
    /// <param name="boxes">Boxes, in the form of states.</param>
    /// <param name="regions">How they lie.</param>
    /// <param name="whole">Whether every state of the last layer is computed.</param>
    /// <param name="trace">If given, the states of every layer are recorded; whole only.</param>
    public EncoderStates Forward(
        Tensor language, Sequences words, Tensor features, Tensor boxes, Sequences regions, bool whole, ActivationTrace? trace)
    {
        foreach (TransformerLayer block in layer)
        {
            language = block.Forward(language, words, trace?.LanguageAttentions);
            trace?.LanguageStates.Add(language);
        }
        Tensor question = words.First(language);
        Tensor vision = visn_fc.Forward(features, boxes);
        foreach (TransformerLayer block in r_layers)
        {
            vision = block.Forward(vision, regions, trace?.VisionAttentions);
            trace?.VisionStates.Add(vision);
        }
        Tensor objects = vision;
        int complete = whole ? x_layers.Count : x_layers.Count - 1;
        for (int i = 0; i < complete; i++)
        {
            (language, vision) = x_layers[i].Forward(language, words, vision, regions, trace?.CrossAttentions);
            trace?.LanguageStates.Add(language);
            trace?.VisionStates.Add(vision);
        }
        Tensor first = whole ? words.First(language) : x_layers[complete].ForwardFirst(language, words, vision, regions);
        return new EncoderStates(first, question, language, objects);
    }
}
