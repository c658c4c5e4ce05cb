using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>
/// A table with its zeros, of which rows are read when they are looked up: what is seen of a mapped file comes in many pages at a time and stays in memory,
/// and of a word table few rows are needed.
/// </summary>
/// <param name="table">A tensor of the file, which stays open, of F32, BF16 or I8 of at least one dimension.</param>
/// <param name="scales">What each row is multiplied with; empty unless it is I8.</param>
internal sealed class StoredTable(MappedTensor table, float[] scales) : IRowTable
{
    private readonly int _columns = (int)(table.Info.Count / Math.Max(1, table.Info.Shape[0]));

    /// <inheritdoc/>
    public int Rows => (int)table.Info.Shape[0];

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        StoredNumbers.ReadRows(table, scales, row, _columns, room[.._columns]);
        return room[.._columns];
    }
}
