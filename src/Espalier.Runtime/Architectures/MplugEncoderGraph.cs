using Espalier.Checkpoints;
using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>
/// mPLUG (Li et al. 2022) up to its decoder: the vision transformer, the text encoder and the skip-connected fusion. Inputs are pixel_values
/// [B, 3, S, S], input_ids and attention_mask [B, T]; the outputs are what <see cref="MplugDecoderGraph"/> reads: of each of its layers L the keys and values
/// of image and question, keys.L and values.L [B, M, H], and memory_mask [B, M]. So they are made once, however many answers are scored and however long.
/// </summary>
public static class MplugEncoderGraph
{
    private const double VisionEpsilon = 1e-5;

    /// <summary>Writes the graph down.</summary>
    /// <param name="weights">A checkpoint under the names of the reference.</param>
    /// <param name="heads">Attention heads of text and fusion, and of the vision encoder.</param>
    /// <param name="epsilon">What a LayerNorm of text and fusion adds to the variance.</param>
    /// <param name="picture">Width and height of pictures and of patches in pixels.</param>
    /// <param name="layers">Layers of the vision and the text encoder, the numbers of the fusion encoder's layers, every how many of them (but not the
    /// first) image and text attend to each other as one sequence, and layers of the decoder.</param>
    /// <exception cref="InputException">A weight is missing or has another shape.</exception>
    public static Graph Build(
        ITensorSource weights, (int Text, int Vision) heads, double epsilon, (int Side, int Patch) picture, (int Vision, int Text, Range Fusion, int Stride, int Decoder) layers)
    {
        GraphBuilder graph = new(weights);
        BertBlocks bert = new(graph, heads.Text, epsilon);
        Value image = Vision(graph, heads.Vision, picture, layers.Vision);
        if (weights.Tensors.ContainsKey("visn_fc.weight")) image = bert.Norm("visn_layer_norm", graph.Linear("visn_fc", image));
        Value text = bert.TextEmbeddings("text_encoder.embeddings", graph.Ids("input_ids", GraphAxes.Words));
        for (int i = 0; i < layers.Text; i++) text = bert.Layer($"text_encoder.encoder.layer.{i}", text);
        (int first, int end) = (layers.Fusion.Start.Value, layers.Fusion.End.Value);
        for (int i = first; i < end; i++)
        {
            string at = $"fusion_encoder.encoder.layer.{i}";
            bool connected = i > first && (i - first) % layers.Stride == 0;
            if (connected) (image, text) = Connected(graph, bert, at, image, text);
            else text = bert.CrossLayer(at, text, image);
        }
        return graph.Build("mplug-encoder", MplugDecoderGraph.Reads(graph, bert, graph.Join(image, text), layers.Decoder));
    }

    // Image and text attend to each other as one sequence; what the image gains is added to its states.
    private static (Value Image, Value Text) Connected(GraphBuilder graph, BertBlocks bert, string at, Value image, Value text)
    {
        (Value gained, Value read) = graph.Parts(bert.Layer(at, graph.Join(image, text)));
        return (graph.Add(image, gained), read);
    }

    private static Value Vision(GraphBuilder graph, int heads, (int Side, int Patch) picture, int layers)
    {
        const string at = "visual_encoder.visual";
        Value patches = graph.Patches(graph.Pictures("pixel_values", picture.Side), picture.Patch);
        Value projected = graph.Linear($"{at}.conv1", patches, graph.Matrix($"{at}.conv1.weight"), bias: (string?)null);
        Value placed = graph.AddPositions(graph.PrependRow(projected, "image", $"{at}.class_embedding"), $"{at}.positional_embedding");
        Value states = graph.LayerNorm($"{at}.ln_pre", placed, VisionEpsilon);
        for (int i = 0; i < layers; i++) states = Block(graph, heads, $"{at}.transformer.resblocks.{i}", states);
        return graph.LayerNorm($"{at}.ln_post", states, VisionEpsilon);
    }

    // Pre-norm: x + attention(LN(x)), then x + MLP(LN(x)).
    private static Value Block(GraphBuilder graph, int heads, string at, Value states)
    {
        Value attended = Attention(graph, heads, $"{at}.attn", graph.LayerNorm($"{at}.ln_1", states, VisionEpsilon));
        states = graph.Add(states, attended);
        Value wide = graph.Activate(graph.Linear($"{at}.mlp.c_fc", graph.LayerNorm($"{at}.ln_2", states, VisionEpsilon)), ActivationKind.QuickGelu);
        return graph.Add(states, graph.Linear($"{at}.mlp.c_proj", wide));
    }

    // Queries, keys and values are stored in one matrix, behind each other.
    private static Value Attention(GraphBuilder graph, int heads, string at, Value states)
    {
        int width = states.Width;
        Value[] parts = [.. new[] { "query", "key", "value" }.Select((name, i) => graph.Linear(
            $"{at}.{name}",
            states,
            new Weight.Slice($"{at}.in_proj_weight", i * width, width, width),
            new Weight.Slice($"{at}.in_proj_bias", i * width, 1, width)))];
        return graph.Linear($"{at}.out_proj", graph.Attention(at, parts[0], parts[1], parts[2], heads));
    }
}
