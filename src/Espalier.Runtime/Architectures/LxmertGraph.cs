using Espalier.Checkpoints;
using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>
/// The inference of LXMERT (Tan and Bansal 2019) with the answer head of the reference. Inputs have the names of Hugging Face: input_ids and
/// attention_mask [B, T], visual_feats [B, R, F], visual_pos [B, R, 4] and visual_attention_mask [B, R]; the output is logits [B, A]. All word pieces
/// are of token type 0, as those of a question are. Of the last layer only the first language state is computed.
/// </summary>
public static class LxmertGraph
{
    /// <summary>Writes the graph down.</summary>
    /// <param name="weights">A checkpoint under the names of Hugging Face, with the head "classifier.main.{0,3}".</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="epsilon">What a LayerNorm adds to the variance.</param>
    /// <param name="layers">Language, object and cross layers.</param>
    /// <exception cref="InputException">A weight is missing or has another shape.</exception>
    public static Graph Build(ITensorSource weights, int heads, double epsilon, (int Language, int Vision, int Cross) layers)
    {
        GraphBuilder graph = new(weights);
        BertBlocks bert = new(graph, heads, epsilon);
        const string encoder = "lxmert.encoder";
        Value language = bert.TextEmbeddings("lxmert.embeddings", graph.Ids("input_ids", GraphAxes.Words));
        for (int i = 0; i < layers.Language; i++) language = bert.Layer($"{encoder}.layer.{i}", language);
        Value vision = Regions(graph, bert, $"{encoder}.visn_fc");
        for (int i = 0; i < layers.Vision; i++) vision = bert.Layer($"{encoder}.r_layers.{i}", vision);
        for (int i = 0; i < layers.Cross - 1; i++) (language, vision) = Cross(bert, $"{encoder}.x_layers.{i}", language, vision);
        Value first = LastCross(graph, bert, $"{encoder}.x_layers.{layers.Cross - 1}", language, vision);
        return graph.Build("lxmert", new GraphOutput("logits", bert.AnswerHead("classifier", bert.Pooler("lxmert.pooler", first))));
    }

    // The mean of two projections, each with its own LayerNorm, of features and boxes.
    private static Value Regions(GraphBuilder graph, BertBlocks bert, string at)
    {
        Value features = graph.States("visual_feats", GraphAxes.Regions, graph.Matrix($"{at}.visn_fc.weight").Columns);
        Value boxes = graph.States("visual_pos", GraphAxes.Regions, graph.Matrix($"{at}.box_fc.weight").Columns);
        Value seen = bert.Norm($"{at}.visn_layer_norm", graph.Linear($"{at}.visn_fc", features));
        return graph.Scale(graph.Add(seen, bert.Norm($"{at}.box_layer_norm", graph.Linear($"{at}.box_fc", boxes))), 0.5f);
    }

    // Both modalities read each other through one shared attention, each from the other's state before the layer.
    private static (Value Language, Value Vision) Cross(BertBlocks bert, string at, Value language, Value vision)
    {
        Value languageRead = bert.SelfAttention($"{at}.lang_self_att", Read(bert, at, language, vision));
        Value visionRead = bert.SelfAttention($"{at}.visn_self_att", Read(bert, at, vision, language));
        return (
            bert.FeedForward($"{at}.lang_inter", $"{at}.lang_output", languageRead),
            bert.FeedForward($"{at}.visn_inter", $"{at}.visn_output", visionRead));
    }

    private static Value LastCross(GraphBuilder graph, BertBlocks bert, string at, Value language, Value vision)
    {
        Value read = Read(bert, at, language, vision);
        Value first = bert.SelfAttention($"{at}.lang_self_att", graph.First(read), read);
        return bert.FeedForward($"{at}.lang_inter", $"{at}.lang_output", first);
    }

    private static Value Read(BertBlocks bert, string at, Value states, Value context) => bert.Residual(
        $"{at}.visual_attention.output", bert.Attention($"{at}.visual_attention.att", states, context), states);
}
