using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A checkpoint's tensors as a packed file has them: each matrix as the runtime would take it, and as small as it gets.</summary>
internal static class PackedEntries
{
    private enum Layout
    {
        Plain,
        Bitmap,
        Columns,
    }

    /// <summary>The tensors. Of equal element sizes in the order of the checkpoint, the largest elements first, so that all of them lie aligned.</summary>
    /// <param name="checkpoint">Open until the entries are written; one of its tensors at a time is read.</param>
    /// <exception cref="InputException">Weights are no finite numbers, or not fp32.</exception>
    public static IReadOnlyList<TensorEntry> Of(ITensorSource checkpoint)
    {
        Dictionary<string, Layout> layouts = checkpoint.Tensors.Values.ToDictionary(info => info.Name, info => LayoutOf(checkpoint, info));
        HashSet<string> bitmaps = [.. layouts.Where(layout => layout.Value == Layout.Bitmap).Select(layout => layout.Key)];
        // The bits are stored as others store them.
        IEnumerable<TensorEntry> entries = SparseBitmaskLayout.Entries(checkpoint, bitmaps)
            .SelectMany(entry => layouts.GetValueOrDefault(entry.Info.Name) == Layout.Columns ? Columns(checkpoint, entry.Info) : [entry]);
        return [.. entries.OrderByDescending(entry => entry.Info.Type.Size())];
    }

    private static Layout LayoutOf(ITensorSource checkpoint, TensorInfo info)
    {
        // Counters, such as the numbers of positions that some checkpoints store.
        if (info.Type is not (TensorType.F64 or TensorType.F32 or TensorType.F16 or TensorType.BF16)) return Layout.Plain;
        if (info.Type != TensorType.F32) throw new InputException(checkpoint.Path, $"tensor \"{info.Name}\"", $"{info}", "F32, as this version stores weights");
        float[] weights = checkpoint.ReadFloats(info.Name);
        FiniteWeights.Require(checkpoint.Path, weights, at => $"tensor \"{info.Name}\", number {at}");
        bool fits = info.Shape.Count == 2 && info.Shape.All(size => size is > 0 and <= PackedFormat.Most) && info.Count <= PackedFormat.MostWeights;
        if (!fits || 1 - (SparsePacker.CountKept(weights) / (double)weights.Length) < PackedWeights.BreakEven) return Layout.Plain;
        (long rows, int columns) = (info.Shape[0], (int)info.Shape[1]);
        long bitmap = rows * (sizeof(long) + PackedFormat.Stride(columns));
        return weights.Count(PackedFormat.IsKept) + (rows * PackedFormat.Blocks(columns)) < bitmap ? Layout.Columns : Layout.Bitmap;
    }

    private static TensorEntry[] Columns(ITensorSource checkpoint, TensorInfo info)
    {
        (int rows, int columns) = ((int)info.Shape[0], (int)info.Shape[1]);
        int blocks = PackedFormat.Blocks(columns);
        byte[] counts = new byte[rows * blocks];
        long kept = 0;
        foreach ((int row, int column, _) in Kept())
        {
            counts[(row * blocks) + (column / PackedFormat.BlockColumns)]++;
            kept++;
        }
        return
        [
            TensorEntry.Of(info.Name + PackedFormat.Shape, [2], new long[] { rows, columns }),
            new TensorEntry(info.Name + PackedFormat.Values, TensorType.F32, [kept], stream => stream.Write(MemoryMarshal.AsBytes(Kept().Select(weight => weight.Value).ToArray().AsSpan()))),
            new TensorEntry(info.Name + PackedFormat.Places, TensorType.U8, [kept], stream => stream.Write(Kept().Select(weight => (byte)(weight.Column % PackedFormat.BlockColumns)).ToArray())),
            TensorEntry.Of(info.Name + PackedFormat.Counts, TensorType.U8, [rows, blocks], counts),
        ];

        IEnumerable<(int Row, int Column, float Value)> Kept()
        {
            float[] weights = checkpoint.ReadFloats(info.Name);
            for (int i = 0; i < weights.Length; i++)
            {
                if (PackedFormat.IsKept(weights[i])) yield return (i / columns, i % columns, weights[i]);
            }
        }
    }
}
