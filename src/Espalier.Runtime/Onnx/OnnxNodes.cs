using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Espalier.Onnx;

/// <summary>Collects the nodes of a graph; equal constants and equal derived values are made once.</summary>
internal sealed class OnnxNodes
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>The graph so far.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>Adds a node of one output.</summary>
    /// <returns>The output's name.</returns>
    public string Node(string type, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes) => Node(type, [output], inputs, attributes);

    /// <summary>Adds a node of several outputs.</summary>
    /// <returns>The first output's name.</returns>
    public string Node(string type, IReadOnlyList<string> outputs, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = type, Name = outputs[0] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return outputs[0];
    }

    /// <summary>A value that several nodes want, made for the first of them.</summary>
    /// <param name="name">The same for the same value.</param>
    /// <param name="make">Adds its nodes; the last of them has this name.</param>
    public string Once(string name, Func<string, string> make)
    {
        if (!_known.TryGetValue(name, out string? known)) _known.Add(name, known = make(name));
        return known;
    }

    /// <summary>A constant of whole numbers, [n].</summary>
    public string Integers(params long[] values) =>
        Constant($"integers {string.Join(' ', values)}", TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), values.Length);

    /// <summary>A constant whole number, a scalar.</summary>
    public string Integer(long value) => Constant($"integer {value}", TensorProto.Types.DataType.Int64, BitConverter.GetBytes(value));

    /// <summary>A constant number, a scalar.</summary>
    public string Number(float value) => Constant(FormattableString.Invariant($"number {value:R}"), TensorProto.Types.DataType.Float, BitConverter.GetBytes(value));

    /// <summary>How long one axis of a value is, [1].</summary>
    public string Size(string value, long axis) => Once($"{value}/size {axis}", name =>
        Node("Slice", name, [Once($"{value}/sizes", sizes => Node("Shape", sizes, [value])), Integers(axis), Integers(axis + 1)]));

    /// <summary>An attribute that is a number.</summary>
    public static AttributeProto Attribute(string name, float value) =>
        new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>An attribute that is a whole number.</summary>
    public static AttributeProto Attribute(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static AttributeProto Attribute(string name, params long[] values)
    {
        AttributeProto attribute = new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    private string Constant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        if (!_known.TryAdd(name, name)) return name;
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(shape);
        Graph.Initializer.Add(tensor);
        return name;
    }
}
