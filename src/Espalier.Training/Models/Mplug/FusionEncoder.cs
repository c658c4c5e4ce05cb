using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// mPLUG's skip-connected fusion (Li et al. 2022, section 3.2): in most layers the text alone is worked on and reads the image, whose states
/// skip the layer; every few layers image and text attend to each other as one sequence, and what the image gains is added to its states.
/// </summary>
/// <remarks>
/// A connected layer has a cross-attention that nothing uses. It is held because it counts as prunable in the published figures. The
/// reference's layers below the first, and its embeddings, do nothing and are not held.
/// </remarks>
internal sealed class FusionEncoder : nn.Module
{
    private readonly Layers encoder;

    public FusionEncoder(MplugConfig config, LayerSettings settings) : base(nameof(FusionEncoder))
    {
        encoder = new Layers(config, settings);
        RegisterComponents();
    }

    /// <summary>States of image and text, in the forms in which they came.</summary>
    public (Tensor Image, Tensor Text) Forward(Tensor image, Tensor text, JoinedSequences joined, ActivationTrace? trace) =>
        encoder.Forward(image, text, joined, trace);

    private sealed class Layers : nn.Module
    {
        private readonly IndexedLayers layer;
        private readonly MplugConfig _config;

        public Layers(MplugConfig config, LayerSettings settings) : base(nameof(Layers))
        {
            layer = new IndexedLayers(config.LayerCount - config.FusionLayers, config.FusionLayers, settings);
            _config = config;
            RegisterComponents();
        }

        public (Tensor Image, Tensor Text) Forward(Tensor image, Tensor text, JoinedSequences joined, ActivationTrace? trace)
        {
            for (int i = 0; i < layer.Items.Count; i++)
            {
                if (_config.IsConnected(i))
                {
                    Tensor both = layer.Items[i].ForwardConnected(joined.Join(image, text), joined.All);
                    image += joined.FirstOf(both);
                    text = joined.SecondOf(both);
                    trace?.VisionStates.Add(image);
                }
                else text = layer.Items[i].Forward(text, joined.Second, image, joined.Second, joined.First);
                trace?.LanguageStates.Add(text);
            }
            return (image, text);
        }
    }

    // Their names in the checkpoint are numbers that do not begin at 0.
    private sealed class IndexedLayers : nn.Module
    {
        public IndexedLayers(int first, int count, LayerSettings settings) : base(nameof(IndexedLayers))
        {
            Items = [.. Enumerable.Range(0, count).Select(_ => new CrossAttentionLayer(settings))];
            for (int i = 0; i < count; i++) register_module($"{first + i}", Items[i]);
        }

        public IReadOnlyList<CrossAttentionLayer> Items { get; }
    }
}
