using System.Runtime.CompilerServices;

namespace Espalier.Kernels.Matrices;

/// <summary>Packs a matrix without its zeros.</summary>
internal sealed class SparsePacker
{
    private const int BytesOfWeight = sizeof(float) + 1, FewestRowsOfBand = 16;

    private readonly float[] _values;
    private readonly byte[] _columns;
    private readonly float[] _rowValues = new float[SparseMatrix.BlockColumns];
    private readonly byte[] _rowColumns = new byte[SparseMatrix.BlockColumns];
    private readonly List<ushort> _listed = [];
    private readonly List<RowGroup> _groups = [];
    private readonly List<int> _groupsOfBlock = [];
    private readonly List<SparseBand> _bands = [];

    private readonly int _matrixColumns, _blocks;
    private int _next;

    private SparsePacker(int columns, int kept)
    {
        (_values, _columns, _matrixColumns, _blocks) = (new float[kept], new byte[kept], columns, BlocksOf(columns));
    }

    /// <summary>Packs.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static SparseMatrix Pack(ReadOnlySpan<float> dense, int rows, int columns)
    {
        if (dense.Length != (long)rows * columns) throw new ArgumentException($"{dense.Length} numbers are no matrix of {rows} x {columns}.", nameof(dense));
        byte[] kept = Count(dense, rows, columns);
        SparsePacker packer = new(columns, kept.Sum(count => count));
        foreach ((int first, int count) in BandsOf(kept, rows, BlocksOf(columns))) packer.Band(dense, kept, first, count);
        return new SparseMatrix(rows, columns, [.. packer._bands])
        {
            Values = packer._values,
            ColumnsInBlock = packer._columns,
            RowsInBand = [.. packer._listed],
            Groups = [.. packer._groups],
            GroupsOfBlock = [.. packer._groupsOfBlock],
        };
    }

    /// <summary>How many weights are not zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountKept(ReadOnlySpan<float> dense)
    {
        int kept = 0;
        foreach (float weight in dense) kept += Unsafe.BitCast<bool, byte>(weight != 0);
        return kept;
    }

    private static int BlocksOf(int columns) => (columns + SparseMatrix.BlockColumns - 1) / SparseMatrix.BlockColumns;

    // Kept weights of each row in each block, [rows, blocks].
    private static byte[] Count(ReadOnlySpan<float> dense, int rows, int columns)
    {
        int blocks = BlocksOf(columns);
        byte[] kept = new byte[rows * blocks];
        for (int i = 0; i < kept.Length; i++)
        {
            (int row, int block) = Math.DivRem(i, blocks);
            int left = block * SparseMatrix.BlockColumns;
            kept[i] = (byte)CountKept(dense.Slice((row * columns) + left, Math.Min(SparseMatrix.BlockColumns, columns - left)));
        }
        return kept;
    }

    // Bands of equal work. A row costs in each block about as much as one weight, besides its weights.
    private static List<(int First, int Count)> BandsOf(byte[] kept, int rows, int blocks)
    {
        long[] until = new long[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            until[row + 1] = until[row] + blocks;
            foreach (byte count in kept.AsSpan(row * blocks, blocks)) until[row + 1] += count;
        }
        long bytes = BytesOfWeight * (until[rows] - ((long)rows * blocks));
        long bandCount = Math.Max(PackedMatrix.FewestBands, (bytes + PackedMatrix.BandBytes - 1) / PackedMatrix.BandBytes);
        bandCount = Math.Clamp(bandCount, (rows / ushort.MaxValue) + 1, Math.Max(1, rows / FewestRowsOfBand));
        List<(int, int)> bands = [];
        for (long first = 0, band = 1; first < rows; band++)
        {
            long end = first, share = band < bandCount ? until[rows] * band / bandCount : until[rows];
            while (end < rows && end - first < ushort.MaxValue && until[end + 1] <= share) end++;
            if (end > first) bands.Add(((int)first, (int)(end - first)));
            first = end;
        }
        return bands;
    }

    private void Band(ReadOnlySpan<float> dense, byte[] kept, int first, int count)
    {
        _bands.Add(new SparseBand(first, count, _next, _listed.Count, _groups.Count, _groupsOfBlock.Count));
        for (int block = 0; block < _blocks; block++)
        {
            int left = block * SparseMatrix.BlockColumns, width = Math.Min(SparseMatrix.BlockColumns, _matrixColumns - left), groups = _groups.Count;
            foreach (IGrouping<byte, int> group in Enumerable.Range(0, count).GroupBy(row => kept[((first + row) * _blocks) + block]).OrderBy(group => group.Key))
            {
                if (group.Key == 0) continue;
                _groups.Add(new RowGroup(group.Key, (ushort)group.Count()));
                foreach (int row in group)
                {
                    _listed.Add((ushort)row);
                    Weights(dense.Slice(((first + row) * _matrixColumns) + left, width));
                }
            }
            _groupsOfBlock.Add(_groups.Count - groups);
        }
    }

    // Without branches on what is random: each weight is written, but the next one overwrites a zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weights(ReadOnlySpan<float> row)
    {
        int kept = 0;
        for (int column = 0; column < row.Length; column++)
        {
            float weight = row[column];
            _rowValues[kept] = weight;
            _rowColumns[kept] = (byte)column;
            kept += Unsafe.BitCast<bool, byte>(weight != 0);
        }
        _rowValues.AsSpan(0, kept).CopyTo(_values.AsSpan(_next));
        _rowColumns.AsSpan(0, kept).CopyTo(_columns.AsSpan(_next));
        _next += kept;
    }
}
