using Espalier.Checkpoints;
using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>
/// A step of mPLUG's decoder (Li et al. 2022): given the first word pieces of answers, the scores of every next one. Inputs are input_ids [N, T], memory
/// [N, M, H] and memory_mask [N, M] as <see cref="MplugEncoderGraph"/> gives them, a row for each answer; the output logits [N, T, V] scores, at each
/// place, the piece that follows. The last place serves a search, all of them serve to rank given answers.
/// </summary>
public static class MplugDecoderGraph
{
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
        const string trunk = "text_decoder.bert", head = "text_decoder.cls.predictions";
        Value states = bert.TextEmbeddings($"{trunk}.embeddings", graph.Ids("input_ids", GraphAxes.Answer));
        Value memory = graph.States("memory", GraphAxes.Memory, states.Width);
        for (int i = 0; i < layers; i++) states = bert.CrossLayer($"{trunk}.encoder.layer.{i}", states, memory, causal: true);
        Value transformed = graph.Activate(graph.Linear($"{head}.transform.dense", states), ActivationKind.Gelu);
        Value normed = bert.Norm($"{head}.transform.LayerNorm", transformed);
        // The word table once more, tied.
        Value logits = graph.Linear($"{head}.decoder", normed, graph.Matrix($"{trunk}.embeddings.word_embeddings.weight"), $"{head}.bias");
        return graph.Build("mplug-decoder", new GraphOutput("logits", logits));
    }
}
