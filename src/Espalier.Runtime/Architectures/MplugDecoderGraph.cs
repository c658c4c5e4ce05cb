using System.Globalization;
using Espalier.Checkpoints;
using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>
/// A step of mPLUG's decoder (Li et al. 2022): given the first word pieces of answers, the scores of every next one. Inputs are input_ids [N, T] and, as
/// <see cref="MplugEncoderGraph"/> gives them, keys.L and values.L [Q, M, H] of each layer L and memory_mask [Q, M]; the N / Q answers to a question stand
/// together. The output logits [N, T, V] scores, at each place, the piece that follows. The last place serves a search, all of them serve to rank given answers.
/// </summary>
public static class MplugDecoderGraph
{
    private const string Trunk = "text_decoder.bert", Head = "text_decoder.cls.predictions";

    /// <summary>The keys and values of a layer, by name: outputs of the encoder, inputs of the decoder.</summary>
    internal static (string Keys, string Values) MemoryOf(int layer) => (string.Create(CultureInfo.InvariantCulture, $"keys.{layer}"), string.Create(CultureInfo.InvariantCulture, $"values.{layer}"));

    /// <summary>Writes the graph down.</summary>
    /// <param name="weights">A checkpoint under the names of the reference.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="epsilon">What a LayerNorm adds to the variance.</param>
    /// <param name="layers">Layers.</param>
    /// <exception cref="InputException">A weight is missing or has another shape.</exception>
    public static Graph Build(ITensorSource weights, int heads, double epsilon, int layers)
    {
        GraphBuilder graph = new(weights);
        BertBlocks bert = new(graph, heads, epsilon);
        Value states = bert.TextEmbeddings($"{Trunk}.embeddings", graph.Ids("input_ids", GraphAxes.Answer));
        for (int i = 0; i < layers; i++)
        {
            (string keys, string values) = MemoryOf(i);
            (int keyWidth, int valueWidth) = (graph.Matrix($"{LayerAt(i)}.crossattention.self.key.weight").Rows, graph.Matrix($"{LayerAt(i)}.crossattention.self.value.weight").Rows);
            states = bert.CrossLayer(LayerAt(i), states, (graph.States(keys, GraphAxes.Memory, keyWidth), graph.States(values, GraphAxes.Memory, valueWidth)), causal: true);
        }
        Value transformed = graph.Activate(graph.Linear($"{Head}.transform.dense", states), ActivationKind.Gelu);
        Value normed = bert.Norm($"{Head}.transform.LayerNorm", transformed);
        // The word table once more, tied.
        Value logits = graph.Linear($"{Head}.decoder", normed, graph.Matrix($"{Trunk}.embeddings.word_embeddings.weight"), $"{Head}.bias");
        return graph.Build("mplug-decoder", new GraphOutput("logits", logits));
    }

    /// <summary>What each layer of the decoder reads of image and question, which is the same for all answers and all their pieces.</summary>
    internal static IReadOnlyList<GraphOutput> Reads(GraphBuilder graph, BertBlocks bert, Value memory, int layers) =>
    [
        .. Enumerable.Range(0, layers).SelectMany(i =>
        {
            (Value keys, Value values) = bert.KeysAndValues($"{LayerAt(i)}.crossattention", memory);
            return (GraphOutput[])[new(MemoryOf(i).Keys, keys, i == 0 ? GraphAxes.Memory.Mask : null), new(MemoryOf(i).Values, values)];
        }),
    ];

    private static string LayerAt(int layer) => string.Create(CultureInfo.InvariantCulture, $"{Trunk}.encoder.layer.{layer}");
}
