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

    private static TensorEntry[] Compressed(ITensorSource checkpoint, string name)
    {
        TensorInfo info = checkpoint.Find(name);
        (int rows, int columns) = ((int)info.Shape[0], (int)info.Shape[1]);
        float[] weights = checkpoint.ReadFloats(name);
        int stride = (columns + 7) / 8;
        (byte[] bits, long[] offsets, List<float> values) = (new byte[rows * stride], new long[rows], []);
        for (int row = 0; row < rows; row++)
        {
            offsets[row] = values.Count;
            for (int column = 0; column < columns; column++)
            {
                float weight = weights[(row * columns) + column];
                // A negative zero is kept, so that what is read is what was written.
                if (BitConverter.SingleToInt32Bits(weight) == 0) continue;
                values.Add(weight);
                bits[(row * stride) + (column / 8)] |= (byte)(1 << (column % 8));
            }
        }
        return
        [
            TensorEntry.Of(name + Shape, [2], new long[] { rows, columns }),
            TensorEntry.Of(name + Values, [values.Count], values.ToArray()),
            TensorEntry.Of(name + Bits, TensorType.U8, [rows, stride], bits),
            TensorEntry.Of(name + Offsets, [rows], offsets),
        ];
    }
}
