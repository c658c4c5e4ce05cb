using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>mPLUG's text decoder: causal BERT layers that read image and question, and a language head.</summary>
internal sealed class AnswerDecoder : nn.Module
{
    private readonly Trunk bert;
    private readonly LanguageHead cls;

    public AnswerDecoder(MplugConfig config, LayerSettings settings) : base(nameof(AnswerDecoder))
    {
        (bert, cls) = (new Trunk(config, settings), new LanguageHead(config.VocabularySize, settings));
        RegisterComponents();
    }

    /// <summary>Final states [N, T, H] of answers.</summary>
    /// <param name="ids">Word pieces [N, T], padded with 0 at the end; those of one question stand together.</param>
    /// <param name="counts">Answers of each question, N in all.</param>
    /// <param name="memory">Image and question of each.</param>
    public Tensor Forward(Tensor ids, IReadOnlyList<int> counts, MplugMemory memory) => bert.Forward(ids, counts, memory);

    /// <summary>Logits [..., V] of the next word piece after each state [..., H], in fp32.</summary>
    public Tensor Logits(Tensor states) => cls.Forward(states, bert.Words);

    private sealed class Trunk : nn.Module
    {
        private readonly TextEmbeddings embeddings;
        private readonly Layers encoder;

        public Trunk(MplugConfig config, LayerSettings settings) : base(nameof(Trunk))
        {
            (embeddings, encoder) = (new TextEmbeddings(config, settings, paddedTables: false), new Layers(config.DecoderLayers, settings));
            RegisterComponents();
        }

        public WeightMatrix Words => embeddings.Words;

        public Tensor Forward(Tensor ids, IReadOnlyList<int> counts, MplugMemory memory)
        {
            Tensor states = embeddings.Forward(ids, arange(ids.shape[1], ScalarType.Int64, ids.device)).In(memory.States.dtype);
            Sequences own = Sequences.Causal(ids.ne(0).to_type(ScalarType.Float32));
            (Tensor context, Sequences queries, Sequences keys) = memory.For(counts, (int)ids.shape[1]);
            return encoder.Forward(states, own, context, queries, keys);
        }
    }

    private sealed class Layers : nn.Module
    {
        private readonly ModuleList<CrossAttentionLayer> layer;

        public Layers(int count, LayerSettings settings) : base(nameof(Layers))
        {
            layer = new(Enumerable.Range(0, count).Select(_ => new CrossAttentionLayer(settings)).ToArray());
            RegisterComponents();
        }

        public Tensor Forward(Tensor states, Sequences own, Tensor context, Sequences queries, Sequences keys) =>
            layer.Aggregate(states, (current, block) => block.Forward(current, own, context, queries, keys));
    }
}
