using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Espalier.Graphs;
using Espalier.Training.Models;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>
/// What questions leave in memory on their way through a backbone, counted from the graph of its inference. For their gradients wait the inputs of products, of
/// LayerNorms and of activations, queries, keys, values and probabilities of attention, and the masks of dropout. While a layer is at work there is all that its
/// operations make; after it only what waits and what it gives to others. Around the layers everything stays until the batch is done.
/// </summary>
internal sealed partial class Passage
{
    private const int SingleSize = sizeof(float);

    // Where padding is attended to, attention makes scores, masked scores and probabilities; and scaled queries, and its result in two orders.
    private const int WrittenOutScores = 3, WrittenOutStates = 2;

    private readonly BackboneConfig _config;
    private readonly Workload _work;
    private readonly int _size;
    private readonly bool _packed;
    private readonly Dictionary<string, (string? Layer, Footprint Bytes)> _made = [];
    private readonly HashSet<string> _kept = [], _handedOn = [];
    private readonly Dictionary<string, Footprint> _learning = [], _answering = [];
    private Footprint _inLayers, _between, _outside;

    /// <summary>Counts.</summary>
    /// <param name="config">The backbone's shape.</param>
    /// <param name="weights">The names and shapes of its weights.</param>
    /// <param name="work">Lengths of questions and images.</param>
    /// <param name="size">Bytes of a number within layers.</param>
    /// <param name="packed">Whether padding is left out, which is then attended to only among the pieces of an answer.</param>
    public Passage(BackboneConfig config, ShapeSource weights, Workload work, int size, bool packed)
    {
        (_config, _work, _size, _packed) = (config, work, size, packed);
        foreach (Graph graph in config.Graphs(weights)) Count(graph);
    }

    /// <summary>Bytes that wait at the end of a forward pass for the gradients to come.</summary>
    /// <param name="questions">Questions that go through at once.</param>
    /// <param name="recompute">Whether layers are computed once more for their gradients.</param>
    public double Training(double questions, bool recompute)
    {
        double answers = questions * _work.Written;
        return (_outside + (recompute ? _between : _inLayers)).Of(questions, answers) + (recompute ? Largest(_learning, questions, answers) : 0);
    }

    /// <summary>The most bytes of a forward pass without gradients.</summary>
    /// <param name="questions">Questions that go through at once.</param>
    /// <param name="answers">Answers that are scored at once for all of them, by a backbone that writes.</param>
    public double Evaluating(double questions, double answers) => (_between + _outside).Of(questions, answers) + Largest(_answering, questions, answers);

    private static double Largest(Dictionary<string, Footprint> layers, double questions, double answers) =>
        layers.Values.Select(layer => layer.Of(questions, answers)).DefaultIfEmpty().Max();

    private void Count(Graph graph)
    {
        string?[] layers = Layers(graph.Operations);
        // A last layer that makes the first states alone is run as part of what is around it.
        HashSet<string?> partial = [.. graph.Operations.Zip(layers).Where(pair => pair.First is Operation.First).Select(pair => pair.Second)];
        HashSet<Value> summed = [.. graph.Operations.OfType<Operation.Add>().SelectMany(add => add.Operands)];
        foreach (GraphInput.States input in graph.Inputs.OfType<GraphInput.States>())
        {
            _made[input.Name] = (null, Bytes(input.Value, SingleSize));
            _outside += _made[input.Name].Bytes;
        }
        foreach ((Operation operation, string? layer) in graph.Operations.Zip(layers))
        {
            bool dropped = operation is Operation.Linear { Matrix.Name: var name } && summed.Contains(operation.Output)
                && _config.HiddenDropout > 0 && !name.StartsWith(Mplug.VisionPrefix, StringComparison.Ordinal);
            Count(operation, partial.Contains(layer) ? null : layer, layer is null ? SingleSize : _size, dropped);
        }
    }

    private void Count(Operation operation, string? layer, int size, bool dropped)
    {
        Footprint own = Bytes(operation.Output, size), scores = default, masks = own * (dropped ? 1 : 0), kept = own * KeptBesides(operation);
        if (operation is Operation.Attention attention)
        {
            scores = Scores(attention, size);
            if (DropsAttention(attention)) masks = scores * (IsWrittenOut(attention) ? 2 : 1);
            if (IsWrittenOut(attention)) kept += own;
        }
        _made[operation.Output.Name] = (layer, own);
        foreach (Value read in Kept(operation).Where(value => _made[value.Name].Layer is not null && _kept.Add(value.Name))) kept += _made[read.Name].Bytes;
        foreach (Value read in operation.Operands.Where(value => _made[value.Name].Layer is { } before && before != layer && _handedOn.Add(value.Name)))
            _between += _made[read.Name].Bytes;

        Footprint answering = own * Tensors(operation) + scores * (operation is Operation.Attention a && IsWrittenOut(a) ? WrittenOutScores : 1);
        // What dropout leaves is one more tensor beside its mask; attention's own kernel multiplies as it goes.
        Footprint learning = answering + masks * (dropped ? 2 : 1);
        if (layer is null)
        {
            _outside += learning + kept;
            return;
        }
        _inLayers += kept + scores + masks;
        _learning[layer] = _learning.GetValueOrDefault(layer) + learning;
        _answering[layer] = _answering.GetValueOrDefault(layer) + answering;
    }

    // What libtorch's derivatives read.
    private static IEnumerable<Value> Kept(Operation operation) => operation switch
    {
        Operation.Linear linear => [linear.X],
        Operation.LayerNorm norm => [norm.X],
        Operation.Activation { Kind: ActivationKind.Relu or ActivationKind.Tanh } function => [function.Output],
        Operation.Activation function => [function.X],
        Operation.Attention attention => attention.Operands,
        _ => [],
    };

    // The sigmoid inside of QuickGELU; the logarithms of the shares of word pieces, with their gradient.
    private double KeptBesides(Operation operation) => operation switch
    {
        Operation.Activation { Kind: ActivationKind.QuickGelu } => 1,
        Operation.Linear linear when IsWordScore(linear) => 2,
        _ => 0,
    };

    private double Tensors(Operation operation) => operation switch
    {
        // Rows of a table as they are, real ones, padding, and their sum.
        Operation.Embedding => 4,
        Operation.AddPositions => 2,
        Operation.Activation { Kind: ActivationKind.QuickGelu } => 3,
        Operation.Linear linear when IsWordScore(linear) => 2,
        Operation.Linear { Matrix: Weight.Slice } => 2,
        Operation.Attention attention when IsWrittenOut(attention) => 1 + WrittenOutStates,
        _ => 1,
    };

    private bool IsWordScore(Operation.Linear linear) => _config.Generates && linear.Output.Width == _config.VocabularySize;

    private bool IsWrittenOut(Operation.Attention attention) => !_packed || attention.Causal;

    private bool DropsAttention(Operation.Attention attention) =>
        (_config is MplugConfig seeing && attention.Output.Name.StartsWith(Mplug.VisionPrefix, StringComparison.Ordinal) ? seeing.Vision.AttentionDropout : _config.AttentionDropout) > 0;

    private Footprint Scores(Operation.Attention attention, int size)
    {
        (double queries, bool written) = Rows(attention.Queries);
        double keys = Rows(attention.Keys).Count;
        double bytes = attention.Heads * queries * (IsWrittenOut(attention)
            ? keys * size
            : Math.Ceiling(keys / Vector256<float>.Count) * Vector256<float>.Count * SingleSize);
        return written ? new Footprint(0, bytes) : new Footprint(bytes, 0);
    }

    private Footprint Bytes(Value value, int size)
    {
        (double rows, bool written) = Rows(value);
        double bytes = rows * value.Width * size;
        return written ? new Footprint(0, bytes) : new Footprint(bytes, 0);
    }

    private (double Count, bool Written) Rows(Value value) => value.Axis is Axis.Sequence { Name: "pieces" }
        // Padding is decoded, and then not scored. The last piece predicts nothing.
        ? ((value.Name.StartsWith(Mplug.ScorePrefix, StringComparison.Ordinal) ? _work.WrittenPieces : _work.MostPieces) - 1, true)
        : (Rows(value.Axis), false);

    private double Rows(Axis axis) => axis switch
    {
        Axis.Fixed same => same.Length,
        Axis.Joined joined => Rows(joined.Front) + Rows(joined.Back),
        Axis.Sequence { Name: "words" } => Words,
        Axis.Sequence { Name: "regions" } => _packed ? _work.Regions : _work.MostRegions,
        Axis.Sequence { Name: "memory" } => ((MplugConfig)_config).Vision.StateCount + Words,
        _ => throw new NotSupportedException($"Nobody says how long {axis} is."),
    };

    private double Words => _packed ? _work.Words : _work.MostWords;

    /// <summary>The layer of each operation, by the name of its weights; what has none belongs to the layer before it, but a first state to the one that reads it.</summary>
    private static string?[] Layers(IReadOnlyList<Operation> operations)
    {
        string?[] layers = new string?[operations.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            Operation? weighted = operations[i].Weights.Count > 0 ? operations[i]
                : operations[i] is Operation.First ? operations.Skip(i).FirstOrDefault(next => next.Weights.Count > 0) : null;
            layers[i] = weighted is not null ? LayerName().Match(weighted.Weights[0].Name) is { Success: true } match ? match.Value : null : i > 0 ? layers[i - 1] : null;
        }
        return layers;
    }

    [GeneratedRegex(@"^.*?\.(\w+_)?(layers?|resblocks)\.\d+\.", RegexOptions.ExplicitCapture)]
    private static partial Regex LayerName();
}
