using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>mPLUG's text encoder: BERT's first layers.</summary>
internal sealed class TextEncoder : nn.Module
{
    private readonly TextEmbeddings embeddings;
    private readonly Layers encoder;

    public TextEncoder(MplugConfig config, LayerSettings settings) : base(nameof(TextEncoder))
    {
        (embeddings, encoder) = (new TextEmbeddings(config, settings, paddedTables: false), new Layers(config.TextLayers, settings));
        RegisterComponents();
    }

    /// <summary>States of word pieces [B, T], in the compute precision and in the form of the sequences.</summary>
    public Tensor Forward(Tensor ids, Sequences words, ScalarType compute, ActivationTrace? trace)
    {
        long length = ids.shape[1];
        Tensor positions = words.IsPacked ? words.Positions().remainder(length) : arange(length, ScalarType.Int64, ids.device);
        return encoder.Forward(embeddings.Forward(words.Arrange(ids), positions).In(compute), words, trace);
    }

    private sealed class Layers : nn.Module
    {
        private readonly ModuleList<TransformerLayer> layer;

        public Layers(int count, LayerSettings settings) : base(nameof(Layers))
        {
            layer = new(Enumerable.Range(0, count).Select(_ => new TransformerLayer(settings)).ToArray());
            RegisterComponents();
        }

        public Tensor Forward(Tensor states, Sequences words, ActivationTrace? trace)
        {
            foreach (TransformerLayer block in layer)
            {
                states = block.Forward(states, words, null);
                trace?.LanguageStates.Add(states);
            }
            return states;
        }
    }
}
