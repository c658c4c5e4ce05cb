using Espalier.Checkpoints;
using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>
/// The inference of VisualBERT (Li et al. 2019) with the answer head of the reference. Inputs have the names of Hugging Face: input_ids and
/// attention_mask [B, T], visual_embeds [B, R, F] and visual_attention_mask [B, R]; the output is logits [B, A]. Word pieces are of token type 0, regions
/// of type 1 and all at position 0. Of the last layer only the first state is computed.
/// </summary>
public static class VisualBertGraph
{
    /// <summary>Writes the graph down.</summary>
    /// <param name="weights">A checkpoint under the names of Hugging Face, with the head "cls.main.{0,3}".</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="epsilon">What a LayerNorm adds to the variance.</param>
    /// <param name="layers">Layers, at least 1.</param>
    /// <exception cref="InputException">A weight is missing or has another shape.</exception>
    public static Graph Build(ITensorSource weights, int heads, double epsilon, int layers)
    {
        GraphBuilder graph = new(weights);
        BertBlocks bert = new(graph, heads, epsilon);
        const string embeddings = "visual_bert.embeddings", layer = "visual_bert.encoder.layer";
        Value text = bert.TextSum(embeddings, graph.Ids("input_ids", GraphAxes.Words));
        Value states = bert.Norm($"{embeddings}.LayerNorm", graph.Join(text, Regions(graph, embeddings)));
        for (int i = 0; i < layers - 1; i++) states = bert.Layer($"{layer}.{i}", states);
        Value first = bert.LastLayer($"{layer}.{layers - 1}", states);
        return graph.Build("visualbert", new GraphOutput("logits", bert.AnswerHead("cls", bert.Pooler("visual_bert.pooler", first))));
    }

    private static Value Regions(GraphBuilder graph, string at)
    {
        Value features = graph.States("visual_embeds", GraphAxes.Regions, graph.Matrix($"{at}.visual_projection.weight").Columns);
        Value projected = graph.AddRow(graph.Linear($"{at}.visual_projection", features), $"{at}.visual_position_embeddings.weight", row: 0);
        return graph.AddRow(projected, $"{at}.visual_token_type_embeddings.weight", row: 1);
    }
}
