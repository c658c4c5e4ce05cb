using Espalier.Graphs;

namespace Espalier.Onnx;

/// <summary>Types and shapes of a model's inputs and outputs.</summary>
internal static class OnnxTypes
{
    private const TensorProto.Types.DataType Float = TensorProto.Types.DataType.Float, Integer = TensorProto.Types.DataType.Int64;

    /// <summary>An input.</summary>
    public static ValueInfoProto Of(GraphInput input) => input switch
    {
        GraphInput.Ids ids => Info(ids.Name, Integer, Examples(ids.Axis), Name(ids.Axis)),
        GraphInput.States states => Info(states.Name, Float, Examples(states.Value.Axis), Name(states.Value.Axis), states.Value.Width),
        GraphInput.Pictures pictures => Info(pictures.Name, Float, "batch", 3, pictures.Side, pictures.Side),
        _ => throw new ArgumentException($"{input.Name} is of an unknown kind.", nameof(input)),
    };

    /// <summary>An output.</summary>
    public static ValueInfoProto Of(GraphOutput output) => output.Value.Axis == Axis.One
        ? Info(output.Name, Float, "batch", output.Value.Width)
        : Info(output.Name, Float, "batch", Name(output.Value.Axis), output.Value.Width);

    /// <summary>Which rows of an axis are real.</summary>
    public static ValueInfoProto Mask(string name, Axis axis) => Info(name, Integer, Examples(axis), Name(axis));

    // Where examples share rows, these are given for each of them, or once for all: the products of attention broadcast.
    private static string Examples(Axis axis) => axis is Axis.Sequence { IsShared: true } ? "shared" : "batch";

    private static string Name(Axis axis) => axis switch
    {
        Axis.Sequence sequence => sequence.Name,
        Axis.Fixed length => length.Name,
        Axis.Joined joined => $"{Name(joined.Front)}+{Name(joined.Back)}",
        _ => throw new ArgumentException($"{axis} has no name.", nameof(axis)),
    };

    // A dimension is a number, or a name where it may be any.
    private static ValueInfoProto Info(string name, TensorProto.Types.DataType type, params object[] dimensions)
    {
        TensorShapeProto shape = new();
        foreach (object size in dimensions)
            shape.Dim.Add(size is int number ? new TensorShapeProto.Types.Dimension { DimValue = number } : new TensorShapeProto.Types.Dimension { DimParam = (string)size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } } };
    }
}
