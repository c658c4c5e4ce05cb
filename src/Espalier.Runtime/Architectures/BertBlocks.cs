using Espalier.Graphs;

namespace Espalier.Architectures;

/// <summary>The parts that all backbones take from BERT (Devlin et al. 2019), under its names: post-norm attention and feed-forward layers.</summary>
/// <param name="graph">Where they are written down.</param>
/// <param name="heads">Attention heads.</param>
/// <param name="epsilon">What a LayerNorm adds to the variance.</param>
internal sealed class BertBlocks(GraphBuilder graph, int heads, double epsilon)
{
    /// <summary>LayerNorm(word + position + type 0).</summary>
    public Value TextEmbeddings(string at, GraphInput.Ids ids) => Norm($"{at}.LayerNorm", TextSum(at, ids));

    /// <summary>word + position + type 0.</summary>
    public Value TextSum(string at, GraphInput.Ids ids)
    {
        Value words = graph.Embedding($"{at}.word_embeddings", ids);
        return graph.AddRow(graph.AddPositions(words, $"{at}.position_embeddings.weight"), $"{at}.token_type_embeddings.weight", row: 0);
    }

    /// <summary>A BERT layer: states attend to each other, then each is widened and narrowed.</summary>
    public Value Layer(string at, Value states) => FeedForward(at, SelfAttention($"{at}.attention", states));

    /// <summary>The first state of each example after a layer, without the work on the others.</summary>
    public Value LastLayer(string at, Value states) => FeedForward(at, SelfAttention($"{at}.attention", graph.First(states), states));

    /// <summary>A BERT layer that reads another list of states between its two halves.</summary>
    public Value CrossLayer(string at, Value states, Value context) => CrossLayer(at, states, KeysAndValues($"{at}.crossattention", context), causal: false);

    /// <summary>The same, where the keys and values of the other states are known.</summary>
    public Value CrossLayer(string at, Value states, (Value Keys, Value Values) context, bool causal)
    {
        Value attended = SelfAttention($"{at}.attention", states, states, causal);
        Value read = graph.Attention($"{at}.crossattention.self", graph.Linear($"{at}.crossattention.self.query", attended), context.Keys, context.Values, heads);
        return FeedForward(at, Residual($"{at}.crossattention.output", read, attended));
    }

    /// <summary>What attention reads of a context, under the name "self".</summary>
    public (Value Keys, Value Values) KeysAndValues(string at, Value context) => (graph.Linear($"{at}.self.key", context), graph.Linear($"{at}.self.value", context));

    /// <summary>States attend to each other.</summary>
    public Value SelfAttention(string at, Value states) => SelfAttention(at, states, states);

    /// <summary>States attend to a context, under the names "self" and "output".</summary>
    public Value SelfAttention(string at, Value states, Value context, bool causal = false) =>
        Residual($"{at}.output", Attention($"{at}.self", states, context, causal), states);

    /// <summary>The two halves of a feed-forward layer, under the names "intermediate" and "output".</summary>
    public Value FeedForward(string at, Value states) => FeedForward($"{at}.intermediate", $"{at}.output", states);

    /// <summary>The two halves of a feed-forward layer: GELU(dense(x)), then its residual output.</summary>
    public Value FeedForward(string widen, string narrow, Value states) =>
        Residual(narrow, graph.Activate(graph.Linear($"{widen}.dense", states), ActivationKind.Gelu), states);

    /// <summary>LayerNorm(dense(x) + input).</summary>
    public Value Residual(string at, Value x, Value input) => Norm($"{at}.LayerNorm", graph.Add(graph.Linear($"{at}.dense", x), input));

    /// <summary>Attention under the names "query", "key" and "value", without its output projection.</summary>
    public Value Attention(string at, Value states, Value context, bool causal = false) => graph.Attention(
        at, graph.Linear($"{at}.query", states), graph.Linear($"{at}.key", context), graph.Linear($"{at}.value", context), heads, causal);

    /// <summary>LayerNorm.</summary>
    public Value Norm(string at, Value x) => graph.LayerNorm(at, x, epsilon);

    /// <summary>tanh(dense(x)).</summary>
    public Value Pooler(string at, Value first) => graph.Activate(graph.Linear($"{at}.dense", first), ActivationKind.Tanh);

    /// <summary>The answer head of the reference: weight-norm linear, ReLU, weight-norm linear.</summary>
    public Value AnswerHead(string at, Value pooled) =>
        Normalised($"{at}.main.3", graph.Activate(Normalised($"{at}.main.0", pooled), ActivationKind.Relu));

    private Value Normalised(string at, Value x)
    {
        Weight direction = graph.Matrix($"{at}.weight_v");
        return graph.Linear(at, x, new Weight.Normalised(at, direction.Rows, direction.Columns), $"{at}.bias");
    }
}
