using Espalier.Checkpoints;
using Espalier.Graphs;
using Google.Protobuf;

namespace Espalier.Onnx;

/// <summary>
/// Writes a graph as an ONNX model (IR version 8, opset 17) that any ONNX runtime takes, in fp32 or with linear layers in int8. Word pieces and masks are
/// int64; batch, word pieces and regions may be of any number.
/// </summary>
public static class OnnxModel
{
    private const int IrVersion = 8, Opset = 17;

    /// <summary>Weights of more bytes than this lie in a file beside the model, NAME.data: a model's own file must stay below 2 GiB and is read as a whole.</summary>
    public const long LargestInside = 512L << 20;

    /// <summary>Writes a model.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="checkpoint">The weights that it was built for; they are streamed where they do not go into the model's own file.</param>
    /// <param name="metadata">Texts to be kept in the model.</param>
    /// <param name="values">What linear layers multiply.</param>
    /// <param name="largestInside">Bytes of weights that go into the model's own file.</param>
    /// <exception cref="InputException">The checkpoint is not that of the graph.</exception>
    public static void Write(
        string path, Graph graph, ITensorSource checkpoint, IEnumerable<KeyValuePair<string, string>>? metadata = null, OnnxValues values = OnnxValues.F32,
        long largestInside = LargestInside)
    {
        OnnxNodes nodes = new();
        OnnxWeights weights = new(nodes);
        Translate(graph, nodes, weights, values);
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "espalier", Graph = nodes.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        model.MetadataProps.Add((metadata ?? []).Select(text => new StringStringEntryProto { Key = text.Key, Value = text.Value }));
        if (weights.ByteLength <= largestInside) weights.Fill(checkpoint);
        else AtomicFile.Write($"{path}.data", stream => weights.Write(checkpoint, stream, $"{Path.GetFileName(path)}.data"));
        AtomicFile.Write(path, model.WriteTo);
    }

    private static void Translate(Graph graph, OnnxNodes nodes, OnnxWeights weights, OnnxValues values)
    {
        OnnxMasks masks = new(nodes);
        IOnnxProducts products = values == OnnxValues.I8 ? new QuantisedProducts(nodes, weights) : new FloatProducts(nodes, weights, graph);
        nodes.Graph.Name = graph.Name;
        foreach (GraphInput input in graph.Inputs) nodes.Graph.Input.Add(OnnxTypes.Of(input));
        foreach (Axis.Sequence axis in graph.Masks) nodes.Graph.Input.Add(OnnxTypes.Mask(axis.Mask!, axis));
        OnnxOperations operations = new(nodes, weights, masks, products);
        foreach (Operation operation in graph.Operations) operations.Add(operation);
        foreach (GraphOutput output in graph.Outputs)
        {
            bool single = output.Value.Axis == Axis.One;
            nodes.Node(single ? "Squeeze" : "Identity", output.Name, single ? [output.Value.Name, nodes.Integers(1)] : [output.Value.Name]);
            nodes.Graph.Output.Add(OnnxTypes.Of(output));
            if (output.MaskName is not { } maskName) continue;
            nodes.Node("Identity", maskName, [masks.Of(output.Value.Axis) ?? throw new ArgumentException($"{output.Name} has no padding.", nameof(graph))]);
            nodes.Graph.Output.Add(OnnxTypes.Mask(maskName, output.Value.Axis));
        }
    }
}
