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

    // Processors without VNNI add two products of a byte each in 16 bits, where 2 x 255 x 64 has room and 2 x 255 x 127 has not.
    private const int LargestNumber = 64;
    private readonly List<Entry> _entries = [];

    /// <summary>Bytes of all weights.</summary>
    public long ByteLength => _entries.Sum(entry => entry.ByteLength);

    /// <summary>A weight as it is: [columns] for one row, else [rows, columns].</summary>
    public string AsStored(Weight weight) => Add(weight.Name, weight.Rows == 1 ? [weight.Columns] : [weight.Rows, weight.Columns], weight.Read);

    /// <summary>A matrix to multiply with from the right, [columns, rows].</summary>
    public string Transposed(Weight weight) =>
        Add($"{weight.Name}/transposed", [weight.Columns, weight.Rows], source => Turned(weight, weight.Read(source)));

    /// <summary>The same as whole numbers from -64 to 64, and the scales of its columns, [rows]: each weight is at most half a scale away.</summary>
    public (string Numbers, string Scales) Quantised(Weight weight)
    {
        string numbers = Add($"{weight.Name}/quantised", [weight.Columns, weight.Rows], TensorProto.Types.DataType.Int8, sizeof(sbyte), source => Numbers(weight, source));
        return (numbers, Add($"{weight.Name}/scales", [weight.Rows], source => Scales(weight, weight.Read(source))));
    }

    /// <summary>Reads all weights into the model.</summary>
    public void Fill(ITensorSource checkpoint)
    {
        foreach (Entry entry in _entries) entry.Tensor.RawData = ByteString.CopyFrom(Bytes(entry.Read(checkpoint)));
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
            stream.Write(Bytes(entry.Read(checkpoint)));
            offset += entry.ByteLength;
        }
    }

    private string Add(string name, long[] shape, Func<ITensorSource, Array> read) => Add(name, shape, TensorProto.Types.DataType.Float, sizeof(float), read);

    private string Add(string name, long[] shape, TensorProto.Types.DataType type, int size, Func<ITensorSource, Array> read) => nodes.Once(name, _ =>
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type };
        tensor.Dims.AddRange(shape);
        nodes.Graph.Initializer.Add(tensor);
        _entries.Add(new Entry(tensor, shape.Aggregate((long)size, (bytes, axis) => bytes * axis), read));
        return name;
    });

    private static sbyte[] Numbers(Weight weight, ITensorSource source)
    {
        float[] values = weight.Read(source), scales = Scales(weight, values);
        float[] turned = Turned(weight, values);
        sbyte[] numbers = new sbyte[turned.Length];
        for (int i = 0, row = 0; i < numbers.Length; i++, row = row + 1 == scales.Length ? 0 : row + 1) numbers[i] = NarrowValues.ToInt8(turned[i], scales[row]);
        return numbers;
    }

    private static float[] Scales(Weight weight, float[] values) => [.. values.Chunk(weight.Columns).Select(row => NarrowValues.ScaleOf(row, LargestNumber))];

    private static float[] Turned(Weight weight, float[] values)
    {
        float[] turned = new float[values.Length];
        Transposition.Turn(values, weight.Columns, turned, weight.Rows, weight.Rows, weight.Columns);
        return turned;
    }

    private static ReadOnlySpan<byte> Bytes(Array numbers) => MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(numbers), Buffer.ByteLength(numbers));

    private sealed record Entry(TensorProto Tensor, long ByteLength, Func<ITensorSource, Array> Read);
}
