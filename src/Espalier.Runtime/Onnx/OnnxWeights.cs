using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Numerics;
using Google.Protobuf;

namespace Espalier.Onnx;

/// <summary>
/// The weights of an exported graph, in the model's own file or, where they are large, beside it in another, which a runtime maps into memory. A
/// matrix of a linear layer is stored transposed, as ONNX multiplies.
/// </summary>
/// <param name="nodes">Where the tensors go.</param>
internal sealed class OnnxWeights(OnnxNodes nodes)
{
    // Runtimes map whole pages.
    private const int Page = 4_096;
    private readonly List<(TensorProto Tensor, Weight Weight, bool Transposed)> _tensors = [];

    /// <summary>Bytes of all weights.</summary>
    public long ByteLength => _tensors.Sum(tensor => Bytes(tensor.Weight));

    /// <summary>A weight as it is: [columns] for one row, else [rows, columns].</summary>
    public string AsStored(Weight weight) => Add(weight, weight.Name, transposed: false, weight.Rows == 1 ? [weight.Columns] : [weight.Rows, weight.Columns]);

    /// <summary>A matrix to multiply with from the right, [columns, rows].</summary>
    public string Transposed(Weight weight) => Add(weight, $"{weight.Name}/transposed", transposed: true, [weight.Columns, weight.Rows]);

    /// <summary>Reads all weights into the model.</summary>
    public void Fill(ITensorSource checkpoint)
    {
        foreach ((TensorProto tensor, Weight weight, bool transposed) in _tensors)
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(Values(checkpoint, weight, transposed).AsSpan()));
    }

    /// <summary>Writes all weights to a file beside the model, one at a time, and says in the model where each is.</summary>
    /// <param name="checkpoint">Where they are.</param>
    /// <param name="stream">The file.</param>
    /// <param name="location">Its name, seen from the model.</param>
    public void Write(ITensorSource checkpoint, Stream stream, string location)
    {
        long offset = 0;
        foreach ((TensorProto tensor, Weight weight, bool transposed) in _tensors)
        {
            for (; offset % Page != 0; offset++) stream.WriteByte(0);
            tensor.DataLocation = TensorProto.Types.DataLocation.External;
            tensor.ExternalData.Add(
            [
                new StringStringEntryProto { Key = "location", Value = location },
                new StringStringEntryProto { Key = "offset", Value = $"{offset}" },
                new StringStringEntryProto { Key = "length", Value = $"{Bytes(weight)}" },
            ]);
            stream.Write(MemoryMarshal.AsBytes(Values(checkpoint, weight, transposed).AsSpan()));
            offset += Bytes(weight);
        }
    }

    private string Add(Weight weight, string name, bool transposed, long[] shape) => nodes.Once(name, _ =>
    {
        TensorProto tensor = new() { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.AddRange(shape);
        nodes.Graph.Initializer.Add(tensor);
        _tensors.Add((tensor, weight, transposed));
        return name;
    });

    private static long Bytes(Weight weight) => (long)weight.Rows * weight.Columns * sizeof(float);

    private static float[] Values(ITensorSource checkpoint, Weight weight, bool transposed)
    {
        float[] values = weight.Read(checkpoint);
        if (!transposed) return values;
        float[] turned = new float[values.Length];
        Transposition.Turn(values, weight.Columns, turned, weight.Rows, weight.Rows, weight.Columns);
        return turned;
    }
}
