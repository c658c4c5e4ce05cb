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
    public string Node(string type, string output, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = type, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        node.Attribute.AddRange(attributes);
        Graph.Node.Add(node);
        return output;
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
    public string Integers(params long[] values) => Once($"integers {string.Join(' ', values)}", name =>
    {
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Int64,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
        };
        tensor.Dims.Add(values.Length);
        Graph.Initializer.Add(tensor);
        return name;
    });

    /// <summary>A constant number, a scalar.</summary>
    public string Number(float value) => Once(FormattableString.Invariant($"number {value:R}"), name =>
    {
        Graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(BitConverter.GetBytes(value)),
        });
        return name;
    });

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
}
