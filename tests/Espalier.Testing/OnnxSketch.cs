using System.Runtime.InteropServices;
using Espalier.Onnx;
using Google.Protobuf;

namespace Espalier.Testing;

/// <summary>Small ONNX models, made node by node. A dimension is a number, or a text where it may be any.</summary>
public sealed class OnnxSketch
{
    public const int Singles = 1, Wholes = 7, Doubles = 11;
    private readonly OnnxNodes _nodes = new();
    private readonly ModelProto _model = new() { IrVersion = 8, ProducerName = "test" };

    public OnnxSketch()
    {
        _nodes.Graph.Name = "sketch";
        _model.Graph = _nodes.Graph;
        _model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
    }

    /// <summary>An input named pixels, of pictures of any number.</summary>
    public static OnnxSketch OfPixels(object? height = null, object? width = null) => new OnnxSketch().Input("pixels", Singles, "N", 3, height ?? "H", width ?? "W");

    public OnnxSketch Input(string name, int type, params object[] dimensions)
    {
        _nodes.Graph.Input.Add(Info(name, type, dimensions));
        return this;
    }

    public OnnxSketch Output(string name, int type, params object[] dimensions)
    {
        _nodes.Graph.Output.Add(Info(name, type, dimensions));
        return this;
    }

    public OnnxSketch Node(string type, string output, string[] inputs, params (string Name, long[] Value)[] attributes)
    {
        _nodes.Node(type, output, inputs, attributes.Select(attribute => attribute.Value is [var one] && attribute.Name is "axis" or "group"
            ? OnnxNodes.Attribute(attribute.Name, attribute.Value[0]) : OnnxNodes.Attribute(attribute.Name, attribute.Value)));
        return this;
    }

    public OnnxSketch Numbers(string name, float[] values, params long[] shape) => Constant(name, Singles, MemoryMarshal.AsBytes(values.AsSpan()), shape);

    public OnnxSketch Integers(string name, params long[] values) => Constant(name, Wholes, MemoryMarshal.AsBytes(values.AsSpan()), values.Length);

    /// <summary>Numbers that lie in a file beside the model.</summary>
    public OnnxSketch NumbersIn(string file, string name, int count)
    {
        Constant(name, Singles, [], count);
        TensorProto tensor = _nodes.Graph.Initializer[^1];
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{count * sizeof(float)}" });
        return this;
    }

    public OnnxSketch Says(string key, string value)
    {
        _model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return this;
    }

    public string Save(string path)
    {
        File.WriteAllBytes(path, _model.ToByteArray());
        return path;
    }

    private OnnxSketch Constant(string name, int type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        TensorProto tensor = new() { Name = name, DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(shape);
        _nodes.Graph.Initializer.Add(tensor);
        return this;
    }

    private static ValueInfoProto Info(string name, int type, object[] dimensions)
    {
        TensorShapeProto shape = new();
        foreach (object size in dimensions)
            shape.Dim.Add(size is int number ? new TensorShapeProto.Types.Dimension { DimValue = number } : new TensorShapeProto.Types.Dimension { DimParam = (string)size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } } };
    }
}
