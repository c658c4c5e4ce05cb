using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A table with its zeros, read where it lies in the file.</summary>
/// <param name="table">A tensor of the file, which stays open, of F32, BF16 or I8 of at least one dimension.</param>
/// <param name="scales">What each row is multiplied with; empty unless it is I8.</param>
internal sealed class MappedTable(MappedTensor table, float[] scales) : IRowTable
{
    private readonly int _columns = (int)(table.Info.Count / Math.Max(1, table.Info.Shape[0]));

    /// <inheritdoc/>
    public int Rows => (int)table.Info.Shape[0];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        TensorType type = table.Info.Type;
        int length = _columns * type.Size();
        ReadOnlySpan<byte> bytes = table.Bytes.Slice(row * length, length);
        if (type == TensorType.F32) return MemoryMarshal.Cast<byte, float>(bytes);
        NarrowValues.Widen(type, bytes, scales.Length > 0 ? scales[row] : 1, room[.._columns]);
        return room[.._columns];
    }
}
