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

    private readonly int _matrixColumns, _blocks;

    private SparsePacker(int columns, int kept)
    {
        (_values, _columns, _matrixColumns, _blocks) = (new List<float>(kept), new List<byte>(kept), columns, BlocksOf(columns));
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
        _bands.Add(new SparseBand(first, count, _values.Count, _rows.Count, _lengths.Count, _listed.Count));
        for (int block = 0; block < _blocks; block++)
        {
            int left = block * SparseMatrix.BlockColumns, width = Math.Min(SparseMatrix.BlockColumns, _matrixColumns - left);
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
                    Weights(dense.Slice(((first + listed[next + i].Row) * _matrixColumns) + left, width), start + i, together);
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

    // Without branches on what is random: each weight is written, but the next one overwrites a zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weights(ReadOnlySpan<float> row, int start, int step)
    {
        int kept = 0;
        for (int column = 0; column < row.Length; column++)
        {
            float weight = row[column];
            _rowValues[kept] = weight;
            _rowColumns[kept] = (byte)column;
            kept += Unsafe.BitCast<bool, byte>(weight != 0);
        }
        Span<float> values = CollectionsMarshal.AsSpan(_values);
        Span<byte> columns = CollectionsMarshal.AsSpan(_columns);
        for (int i = 0; i < kept; i++) (values[start + (i * step)], columns[start + (i * step)]) = (_rowValues[i], _rowColumns[i]);
    }
}
