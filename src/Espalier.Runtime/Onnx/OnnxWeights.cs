using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Graphs;
using Espalier.Kernels;
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
    private readonly List<Entry> _entries = [];

    /// <summary>Bytes of all weights.</summary>
    public long ByteLength => _entries.Sum(entry => entry.ByteLength);

    /// <summary>A weight as it is: [columns] for one row, else [rows, columns].</summary>
    public string AsStored(Weight weight) => Add(weight.Name, weight.Rows == 1 ? [weight.Columns] : [weight.Rows, weight.Columns], source => Bytes(weight.Read(source)));

    /// <summary>A matrix to multiply with from the right, [columns, rows].</summary>
    public string Transposed(Weight weight) =>
        Add($"{weight.Name}/transposed", [weight.Columns, weight.Rows], source => Bytes(Turned(weight, weight.Read(source))));

    /// <summary>The same as whole numbers of 8 bits, and the scales of its columns, [rows]: each weight is at most half a scale away.</summary>
    public (string Numbers, string Scales) Quantised(Weight weight)
    {
        string numbers = Add($"{weight.Name}/quantised", [weight.Columns, weight.Rows], TensorProto.Types.DataType.Int8, sizeof(sbyte), source => Numbers(weight, source));
        return (numbers, Add($"{weight.Name}/scales", [weight.Rows], source => Bytes(Scales(weight, weight.Read(source)))));
    }

    /// <summary>Reads all weights into the model.</summary>
    public void Fill(ITensorSource checkpoint)
    {
        foreach (Entry entry in _entries) entry.Tensor.RawData = ByteString.CopyFrom(entry.Read(checkpoint));
    }

    /// <summary>Writes all weights to a file beside the model, one at a time, and says in the model where each is.</summary>
    /// <param name="checkpoint">Where they are.</param>
    /// <param name="stream">The file.</param>
    /// <param name="location">Its name, seen from the model.</param>
    public void Write(ITensorSource checkpoint, Stream stream, string location)
    {
        long offset = 0;
        foreach (Entry entry in _entries)
        {
            for (; offset % Page != 0; offset++) stream.WriteByte(0);
            entry.Tensor.DataLocation = TensorProto.Types.DataLocation.External;
            entry.Tensor.ExternalData.Add(
            [
                new StringStringEntryProto { Key = "location", Value = location },
                new StringStringEntryProto { Key = "offset", Value = $"{offset}" },
                new StringStringEntryProto { Key = "length", Value = $"{entry.ByteLength}" },
            ]);
            stream.Write(entry.Read(checkpoint));
            offset += entry.ByteLength;
        }
    }

    private string Add(string name, long[] shape, Func<ITensorSource, byte[]> read) => Add(name, shape, TensorProto.Types.DataType.Float, sizeof(float), read);

    private string Add(string name, long[] shape, TensorProto.Types.DataType type, int size, Func<ITensorSource, byte[]> read) => nodes.Once(name, _ =>
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type };
        tensor.Dims.AddRange(shape);
        nodes.Graph.Initializer.Add(tensor);
        _entries.Add(new Entry(tensor, shape.Aggregate((long)size, (bytes, axis) => bytes * axis), read));
        return name;
    });

    private static byte[] Numbers(Weight weight, ITensorSource source)
    {
        float[] values = weight.Read(source), scales = Scales(weight, values);
        float[] turned = Turned(weight, values);
        byte[] numbers = new byte[turned.Length];
        for (int i = 0, row = 0; i < numbers.Length; i++, row = row + 1 == scales.Length ? 0 : row + 1) numbers[i] = (byte)NarrowValues.ToInt8(turned[i], scales[row]);
        return numbers;
    }

    private static float[] Scales(Weight weight, float[] values) => [.. values.Chunk(weight.Columns).Select(row => NarrowValues.ScaleOf(row))];

    private static float[] Turned(Weight weight, float[] values)
    {
        float[] turned = new float[values.Length];
        Transposition.Turn(values, weight.Columns, turned, weight.Rows, weight.Rows, weight.Columns);
        return turned;
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private sealed record Entry(TensorProto Tensor, long ByteLength, Func<ITensorSource, byte[]> Read);
}
