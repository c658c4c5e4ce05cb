using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A table with its zeros, read where it lies in the file.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="table">A tensor of F32, BF16 or I8 of at least one dimension.</param>
/// <param name="scales">What each row is multiplied with; empty unless it is I8.</param>
internal sealed class MappedTable(SafetensorsFile file, TensorInfo table, float[] scales) : IRowTable
{
    private readonly int _columns = (int)(table.Count / Math.Max(1, table.Shape[0]));

    /// <inheritdoc/>
    public int Rows => (int)table.Shape[0];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        int length = _columns * table.Type.Size();
        ReadOnlySpan<byte> bytes = file.Bytes(table.Name).Slice(row * length, length);
        if (table.Type == TensorType.F32) return MemoryMarshal.Cast<byte, float>(bytes);
        NarrowValues.Widen(table.Type, bytes, scales.Length > 0 ? scales[row] : 1, room[.._columns]);
        return room[.._columns];
    }
}
