using System.Runtime.InteropServices;

namespace Espalier.Checkpoints;

/// <summary>
/// The layout "sparse-bitmask" of the compressed-tensors convention: in the place of a matrix NAME are the tensors NAME.shape (int64 [2]),
/// NAME.compressed (what is not zero, row by row), NAME.bitmask (uint8, a bit for each weight, counted from the lowest; each row begins with a byte of
/// its own) and NAME.row_offsets (int64, where each row begins in the values). A weight takes a bit, and four bytes more if it is not zero.
/// </summary>
public static class SparseBitmaskLayout
{
    /// <summary>The name of the layout, as configurations give it.</summary>
    public const string Name = "sparse-bitmask";

    internal const string Shape = ".shape", Values = ".compressed", Bits = ".bitmask", Offsets = ".row_offsets";

    /// <summary>A checkpoint's tensors, to be written: some of its matrices in this layout and the rest as they are.</summary>
    /// <param name="checkpoint">Open until the entries are written.</param>
    /// <param name="matrices">Names of fp32 matrices.</param>
    public static IEnumerable<TensorEntry> Entries(ITensorSource checkpoint, IReadOnlySet<string> matrices) =>
        checkpoint.Tensors.Keys.SelectMany(name => matrices.Contains(name) ? Compressed(checkpoint, name) : [TensorEntry.From(checkpoint, name)]);

    /// <summary>Whether a checkpoint has matrices in this layout.</summary>
    public static bool IsIn(ITensorSource checkpoint) => checkpoint.Tensors.Keys.Any(name => name.EndsWith(Values, StringComparison.Ordinal)
        && checkpoint.Tensors.ContainsKey(name[..^Values.Length] + Bits));

    /// <summary>Only the counts are kept; the matrix is read again when its values are written, and when its bits are.</summary>
    private static TensorEntry[] Compressed(ITensorSource checkpoint, string name)
    {
        TensorInfo info = checkpoint.Find(name);
        (int rows, int columns) = ((int)info.Shape[0], (int)info.Shape[1]);
        int stride = (columns + 7) / 8;
        (long[] offsets, long kept) = (new long[rows], 0);
        float[] weights = checkpoint.ReadFloats(name);
        for (int row = 0; row < rows; row++)
        {
            offsets[row] = kept;
            foreach (float weight in weights.AsSpan(row * columns, columns)) kept += IsKept(weight) ? 1 : 0;
        }
        return
        [
            TensorEntry.Of(name + Shape, [2], new long[] { rows, columns }),
            new TensorEntry(name + Values, TensorType.F32, [kept], stream => WriteValues(stream, checkpoint.ReadFloats(name), columns)),
            new TensorEntry(name + Bits, TensorType.U8, [rows, stride], stream => WriteBits(stream, checkpoint.ReadFloats(name), columns)),
            TensorEntry.Of(name + Offsets, [rows], offsets),
        ];
    }

    /// <summary>A negative zero is kept, so that what is read is what was written.</summary>
    private static bool IsKept(float weight) => BitConverter.SingleToInt32Bits(weight) != 0;

    private static void WriteValues(Stream stream, ReadOnlySpan<float> weights, int columns)
    {
        float[] values = new float[columns];
        for (; weights.Length > 0; weights = weights[columns..])
        {
            int count = 0;
            foreach (float weight in weights[..columns])
            {
                if (IsKept(weight)) values[count++] = weight;
            }
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(0, count)));
        }
    }

    private static void WriteBits(Stream stream, ReadOnlySpan<float> weights, int columns)
    {
        byte[] bits = new byte[(columns + 7) / 8];
        for (; weights.Length > 0; weights = weights[columns..])
        {
            Array.Clear(bits);
            for (int column = 0; column < columns; column++)
            {
                if (IsKept(weights[column])) bits[column / 8] |= (byte)(1 << (column % 8));
            }
            stream.Write(bits);
        }
    }
}
