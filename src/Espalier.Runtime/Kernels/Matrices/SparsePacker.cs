using System.Runtime.CompilerServices;

namespace Espalier.Kernels.Matrices;

/// <summary>Packs a matrix without its zeros.</summary>
internal static class SparsePacker
{
    private const int FewestRowsOfBand = 16;

    /// <summary>Packs.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static SparseMatrix Pack(ReadOnlySpan<float> dense, int rows, int columns) => Pack(dense, Order(dense, rows, columns));

    /// <summary>Packs in an order.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="order">What <see cref="Order"/> gives for it.</param>
    public static SparseMatrix Pack(ReadOnlySpan<float> dense, StripOrder order)
    {
        AlignedMemory values = new(order.Lists.Length);
        byte[] places = new byte[order.Lists.Length];
        foreach (StripPlace place in order) Place(BlockOf(dense, order.Columns, place.Row, place.Block), place, values.Span, places);
        return new SparseMatrix(order, new MatrixValues.Owned(values), places);
    }

    /// <summary>In which order a matrix's weights are packed.</summary>
    /// <param name="dense">The matrix with its zeros, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public static StripOrder Order(ReadOnlySpan<float> dense, int rows, int columns)
    {
        if (dense.Length != (long)rows * columns) throw new ArgumentException($"{dense.Length} numbers are no matrix of {rows} x {columns}.", nameof(dense));
        int blocks = PackedMatrix.BlocksOf(columns);
        byte[] kept = new byte[rows * blocks];
        for (int i = 0; i < kept.Length; i++) kept[i] = (byte)CountKept(BlockOf(dense, columns, i / blocks, i % blocks));
        return new StripOrder(columns, kept, BandsOf(kept, rows, blocks));
    }

    /// <summary>How many weights are not zero. A negative zero is zero: that is what multiplying with a mask leaves of a negative weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int CountKept(ReadOnlySpan<float> dense)
    {
        int kept = 0;
        foreach (float weight in dense) kept += Unsafe.BitCast<bool, byte>(weight != 0);
        return kept;
    }

    private static ReadOnlySpan<float> BlockOf(ReadOnlySpan<float> dense, int columns, int row, int block)
    {
        int left = block * PackedMatrix.BlockColumns;
        return dense.Slice((row * columns) + left, Math.Min(PackedMatrix.BlockColumns, columns - left));
    }

    // The first rows of bands of equal work. A row costs in each block about as much as one weight, besides its weights: from 1 to 129, so that no band has more than
    // 129 times as many rows as it would have of equal ones, which a number of 16 bits can tell.
    private static int[] BandsOf(byte[] kept, int rows, int blocks)
    {
        long[] until = new long[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            until[row + 1] = until[row] + blocks;
            foreach (byte count in kept.AsSpan(row * blocks, blocks)) until[row + 1] += count;
        }
        int bandCount = Math.Min(PackedMatrix.BandsOf(rows), Math.Max(1, rows / FewestRowsOfBand));
        List<int> bands = [];
        for (long first = 0, band = 1; first < rows; band++)
        {
            long end = first, share = band < bandCount ? until[rows] * band / bandCount : until[rows];
            while (end < rows && until[end + 1] <= share) end++;
            if (end > first) bands.Add((int)first);
            first = end;
        }
        return [.. bands];
    }

    // Without branches on what is random: each weight is written, but the next one overwrites a zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Place(ReadOnlySpan<float> block, StripPlace place, Span<float> values, Span<byte> columns)
    {
        Span<float> weights = stackalloc float[PackedMatrix.BlockColumns + 1];
        Span<byte> found = stackalloc byte[PackedMatrix.BlockColumns + 1];
        int kept = 0;
        for (int column = 0; column < block.Length; column++)
        {
            float weight = block[column];
            weights[kept] = weight;
            found[kept] = (byte)column;
            kept += Unsafe.BitCast<bool, byte>(weight != 0);
        }
        for (int i = 0, at = place.Start; i < kept; i++, at += place.Step) (values[at], columns[at]) = (weights[i], found[i]);
    }
}
