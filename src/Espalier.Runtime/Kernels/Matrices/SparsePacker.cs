namespace Espalier.Kernels.Matrices;

/// <summary>Packs a matrix without its zeros.</summary>
internal sealed class SparsePacker
{
    private const int BytesOfWeight = sizeof(float) + 1, FewestRowsOfBand = 16;

    private readonly List<float> _values = [];
    private readonly List<byte> _columns = [];
    private readonly List<ushort> _listed = [];
    private readonly List<RowGroup> _groups = [];
    private readonly List<int> _groupsOfBlock = [];
    private readonly List<SparseBand> _bands = [];

    private SparsePacker()
    {
    }

    /// <summary>Packs.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static SparseMatrix Pack(ReadOnlySpan<float> dense, int rows, int columns)
    {
        if (dense.Length != (long)rows * columns) throw new ArgumentException($"{dense.Length} numbers are no matrix of {rows} x {columns}.", nameof(dense));
        SparsePacker packer = new();
        foreach ((int first, int count) in BandsOf(dense, rows, columns)) packer.Band(dense, first, count, columns);
        return new SparseMatrix(rows, columns, [.. packer._bands])
        {
            Values = [.. packer._values],
            ColumnsInBlock = [.. packer._columns],
            RowsInBand = [.. packer._listed],
            Groups = [.. packer._groups],
            GroupsOfBlock = [.. packer._groupsOfBlock],
        };
    }

    // Bands of equal work. A row costs in each block about as much as one weight, besides its weights.
    private static List<(int First, int Count)> BandsOf(ReadOnlySpan<float> dense, int rows, int columns)
    {
        int blocks = (columns + SparseMatrix.BlockColumns - 1) / SparseMatrix.BlockColumns;
        long[] until = new long[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> weights = dense.Slice(row * columns, columns);
            until[row + 1] = until[row] + columns - weights.Count(0f) + blocks;
        }
        long bytes = BytesOfWeight * (until[rows] - ((long)rows * blocks));
        long count = Math.Max(PackedMatrix.FewestBands, (bytes + PackedMatrix.BandBytes - 1) / PackedMatrix.BandBytes);
        count = Math.Clamp(count, (rows / ushort.MaxValue) + 1, Math.Max(1, rows / FewestRowsOfBand));
        List<(int, int)> bands = [];
        for (long first = 0, band = 1; first < rows; band++)
        {
            long end = first, share = band < count ? until[rows] * band / count : until[rows];
            while (end < rows && end - first < ushort.MaxValue && until[end + 1] <= share) end++;
            if (end > first) bands.Add(((int)first, (int)(end - first)));
            first = end;
        }
        return bands;
    }

    private void Band(ReadOnlySpan<float> dense, int first, int count, int columns)
    {
        _bands.Add(new SparseBand(first, count, _values.Count, _listed.Count, _groups.Count, _groupsOfBlock.Count));
        int[] kept = new int[count];
        for (int left = 0; left < columns; left += SparseMatrix.BlockColumns)
        {
            int width = Math.Min(SparseMatrix.BlockColumns, columns - left), groups = _groups.Count;
            for (int row = 0; row < count; row++) kept[row] = width - dense.Slice(((first + row) * columns) + left, width).Count(0f);
            foreach (IGrouping<int, int> group in Enumerable.Range(0, count).GroupBy(row => kept[row]).Where(group => group.Key > 0).OrderBy(group => group.Key))
            {
                _groups.Add(new RowGroup((ushort)group.Key, (ushort)group.Count()));
                foreach (int row in group)
                {
                    _listed.Add((ushort)row);
                    Weights(dense.Slice(((first + row) * columns) + left, width));
                }
            }
            _groupsOfBlock.Add(_groups.Count - groups);
        }
    }

    private void Weights(ReadOnlySpan<float> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            if (row[column] == 0) continue;
            _values.Add(row[column]);
            _columns.Add((byte)column);
        }
    }
}
