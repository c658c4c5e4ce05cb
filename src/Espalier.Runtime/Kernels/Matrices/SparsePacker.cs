using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Espalier.Kernels.Matrices;

/// <summary>Packs a matrix without its zeros.</summary>
internal sealed class SparsePacker
{
    private const int BytesOfWeight = sizeof(float) + 1, FewestRowsOfBand = 16;

    private readonly List<float> _values;
    private readonly List<byte> _columns;
    private readonly float[] _rowValues = new float[SparseMatrix.BlockColumns + 1];
    private readonly byte[] _rowColumns = new byte[SparseMatrix.BlockColumns + 1];
    private readonly List<ushort> _rows = [];
    private readonly List<byte> _lengths = [];
    private readonly List<SparseBlock> _listed = [];
    private readonly List<SparseBand> _bands = [];

    private readonly int _blocks;

    private SparsePacker(int columns, int kept)
    {
        (_values, _columns, _blocks) = (new List<float>(kept), new List<byte>(kept), SparseMatrix.BlocksOf(columns));
    }

    /// <summary>Packs.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static SparseMatrix Pack(ReadOnlySpan<float> dense, int rows, int columns) => Pack(new DenseRows(dense, rows, columns));

    /// <summary>Packs what need not be dense.</summary>
    /// <param name="matrix">The matrix.</param>
    public static SparseMatrix Pack<TRows>(TRows matrix)
        where TRows : IMatrixRows, allows ref struct
    {
        (int rows, int columns) = (matrix.Rows, matrix.Columns);
        byte[] kept = Count(matrix);
        SparsePacker packer = new(columns, kept.Sum(count => count));
        foreach ((int first, int count) in BandsOf(kept, rows, SparseMatrix.BlocksOf(columns))) packer.Band(matrix, kept, first, count);
        AlignedMemory values = new(packer._values.Count);
        CollectionsMarshal.AsSpan(packer._values).CopyTo(values.Span);
        return new SparseMatrix(rows, columns, [.. packer._bands])
        {
            Values = values,
            ColumnsInBlock = [.. packer._columns],
            RowsInBand = [.. packer._rows],
            Lengths = [.. packer._lengths],
            Listed = [.. packer._listed],
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

    // Kept weights of each row in each block, [rows, blocks].
    private static byte[] Count<TRows>(TRows matrix)
        where TRows : IMatrixRows, allows ref struct
    {
        int blocks = SparseMatrix.BlocksOf(matrix.Columns);
        byte[] kept = new byte[matrix.Rows * blocks];
        for (int i = 0; i < kept.Length; i++) kept[i] = matrix.Kept(i / blocks, i % blocks);
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

    private void Band<TRows>(TRows matrix, byte[] kept, int first, int count)
        where TRows : IMatrixRows, allows ref struct
    {
        _bands.Add(new SparseBand(first, count, _values.Count, _rows.Count, _lengths.Count, _listed.Count));
        for (int block = 0; block < _blocks; block++)
        {
            // The longest first: of those that are left at the end, the least is lost.
            (int Row, byte Kept)[] listed =
            [
                .. Enumerable.Range(0, count).Select(row => (Row: row, Kept: kept[((first + row) * _blocks) + block]))
                    .Where(row => row.Kept > 0).OrderByDescending(row => row.Kept),
            ];
            (int strips, int singles) = Math.DivRem(listed.Length, SparseMatrix.StripRows);
            _listed.Add(new SparseBlock((ushort)strips, (ushort)singles));
            for (int next = 0, together; next < listed.Length; next += together)
            {
                together = next < strips * SparseMatrix.StripRows ? SparseMatrix.StripRows : 1;
                int start = Lengthen(listed[next].Kept, together);
                for (int i = 0; i < together; i++)
                {
                    _rows.Add((ushort)listed[next + i].Row);
                    int weights = matrix.Read(first + listed[next + i].Row, block, _rowValues, _rowColumns);
                    Place(weights, start + i, together);
                }
            }
        }
    }

    // Room for rows of one length, all zeros.
    private int Lengthen(byte length, int rows)
    {
        int start = _values.Count;
        _lengths.Add(length);
        CollectionsMarshal.SetCount(_values, start + (length * rows));
        CollectionsMarshal.SetCount(_columns, start + (length * rows));
        CollectionsMarshal.AsSpan(_values)[start..].Clear();
        CollectionsMarshal.AsSpan(_columns)[start..].Clear();
        return start;
    }

    // The row's weights, each a step from the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Place(int kept, int start, int step)
    {
        Span<float> values = CollectionsMarshal.AsSpan(_values);
        Span<byte> columns = CollectionsMarshal.AsSpan(_columns);
        for (int i = 0; i < kept; i++) (values[start + (i * step)], columns[start + (i * step)]) = (_rowValues[i], _rowColumns[i]);
    }
}
