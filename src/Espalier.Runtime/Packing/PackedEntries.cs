using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A checkpoint's tensors as a packed file has them: each matrix as kernels read it, and as small as that gets.</summary>
/// <param name="checkpoint">Open until the entries are written; one of its tensors at a time is in memory.</param>
/// <param name="values">What weights of matrices are rounded to.</param>
internal sealed class PackedEntries(ITensorSource checkpoint, PackedValues values)
{
    private readonly TensorType _type = PackedFormat.TypeOf(values);

    /// <summary>
    /// The tensors. The largest elements come first, so that all of them lie aligned, and I8 before U8: weights are used where they lie, bits and columns are
    /// not, and what lies beside what is used is held in memory with it. Those of a type stand in the order of the checkpoint.
    /// </summary>
    /// <exception cref="InputException">Weights are no finite numbers, or not fp32, or a name is one of a part.</exception>
    public IReadOnlyList<TensorEntry> All() => [.. checkpoint.Tensors.Values.SelectMany(Of).OrderByDescending(entry => entry.Info.Type.Size()).ThenBy(entry => entry.Info.Type)];

    private IReadOnlyList<TensorEntry> Of(TensorInfo info)
    {
        if (PackedFormat.MatrixOf(info.Name) is not null)
            throw new InputException(checkpoint.Path, $"tensor \"{info.Name}\"", "the name of a part of a packed matrix", $"none that ends with {string.Join(", ", PackedFormat.Suffixes)}");
        // Counters, such as the numbers of positions that some checkpoints store.
        if (info.Type is not (TensorType.F64 or TensorType.F32 or TensorType.F16 or TensorType.BF16)) return [TensorEntry.From(checkpoint, info.Name)];
        if (info.Type != TensorType.F32) throw new InputException(checkpoint.Path, $"tensor \"{info.Name}\"", $"{info}", "F32, as weights are packed from");
        float[] weights = checkpoint.ReadFloats(info.Name);
        FiniteWeights.Require(checkpoint.Path, weights, at => $"tensor \"{info.Name}\", number {at}");
        bool fits = info.Shape.Count == 2 && info.Shape.All(size => size is > 0 and <= PackedFormat.Most) && info.Count <= PackedFormat.MostWeights;
        if (fits && 1 - (SparsePacker.CountKept(weights) / (double)weights.Length) >= PackedWeights.BreakEven) return Strips(info, weights);
        return _type == TensorType.F32 || info.Shape.Count < 2 || weights.Length == 0 ? [TensorEntry.From(checkpoint, info.Name)] : Narrow(info, weights);
    }

    private TensorEntry[] Narrow(TensorInfo info, float[] weights)
    {
        int columns = weights.Length / (int)info.Shape[0];
        float[] scales = ScalesOf(weights, columns);
        TensorEntry numbers = new(info.Name, _type, info.Shape, stream => stream.Write(Rounded(checkpoint.ReadFloats(info.Name), i => scales[i / columns])));
        return scales.Length > 0 ? [numbers, TensorEntry.Of(info.Name + PackedFormat.Scales, [scales.Length], scales)] : [numbers];
    }

    private TensorEntry[] Strips(TensorInfo info, float[] weights)
    {
        (int rows, int columns) = ((int)info.Shape[0], (int)info.Shape[1]);
        StripOrder order = SparsePacker.Order(weights, rows, columns);
        float[] scales = ScalesOf(weights, columns);
        List<TensorEntry> parts =
        [
            TensorEntry.Of(info.Name + PackedFormat.Shape, [2], new long[] { rows, columns }),
            TensorEntry.Of(info.Name + PackedFormat.Bands, [order.Lists.Bands.Length], Array.ConvertAll(order.Lists.Bands, band => (long)band.FirstRow)),
            new TensorEntry(info.Name + PackedFormat.Strips, _type, [order.Lists.Length], stream => stream.Write(Numbers(Packed(), order, scales))),
        ];
        if (order.Lists.Length + ((long)rows * order.Lists.Blocks) < (long)rows * PackedFormat.Stride(columns))
        {
            parts.Add(new TensorEntry(info.Name + PackedFormat.Columns, TensorType.U8, [order.Lists.Length], stream => stream.Write(Packed().ColumnsInBlock)));
            byte[] counts = [.. Enumerable.Range(0, rows * order.Lists.Blocks).Select(i => order.Kept(i / order.Lists.Blocks, i % order.Lists.Blocks))];
            parts.Add(TensorEntry.Of(info.Name + PackedFormat.Counts, TensorType.U8, [rows, order.Lists.Blocks], counts));
        }
        else
        {
            parts.Add(new TensorEntry(info.Name + PackedFormat.Bits, TensorType.U8, [rows, PackedFormat.Stride(columns)], stream => stream.Write(Bits(checkpoint.ReadFloats(info.Name), columns))));
        }
        if (scales.Length > 0) parts.Add(TensorEntry.Of(info.Name + PackedFormat.Scales, [rows], scales));
        return [.. parts];

        SparseMatrix Packed() => SparsePacker.Pack(checkpoint.ReadFloats(info.Name), order);
    }

    private byte[] Numbers(SparseMatrix matrix, StripOrder order, float[] scales)
    {
        float[] all = matrix.Values.Floats.ToArray(), each = new float[scales.Length > 0 ? all.Length : 0];
        foreach (StripPlace place in order)
        {
            for (int i = 0, at = place.Start; i < place.Kept && each.Length > 0; i++, at += place.Step) each[at] = scales[place.Row];
        }
        return Rounded(all, i => each[i]);
    }

    private float[] ScalesOf(float[] weights, int columns) =>
        _type == TensorType.I8 ? [.. weights.Chunk(columns).Select(row => NarrowValues.ScaleOf(row))] : [];

    // Only I8 has scales.
    private byte[] Rounded(float[] weights, Func<int, float> scale)
    {
        if (_type == TensorType.F32) return MemoryMarshal.AsBytes(weights.AsSpan()).ToArray();
        byte[] bytes = new byte[checked(weights.Length * _type.Size())];
        Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
        for (int i = 0; i < weights.Length; i++)
        {
            if (_type == TensorType.I8) bytes[i] = (byte)NarrowValues.ToInt8(weights[i], scale(i));
            else halves[i] = NarrowValues.ToBFloat16(weights[i]);
        }
        return bytes;
    }

    private static byte[] Bits(float[] weights, int columns)
    {
        int stride = PackedFormat.Stride(columns);
        byte[] bits = new byte[weights.Length / columns * stride];
        for (int i = 0; i < weights.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, columns);
            if (weights[i] != 0) bits[(row * stride) + (column / 8)] |= (byte)(1 << (column % 8));
        }
        return bits;
    }
}
