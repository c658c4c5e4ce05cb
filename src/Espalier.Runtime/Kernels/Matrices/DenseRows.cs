using System.Runtime.CompilerServices;

namespace Espalier.Kernels.Matrices;

/// <summary>A matrix with its zeros in place, row-major.</summary>
internal readonly ref struct DenseRows : IMatrixRows
{
    private readonly ReadOnlySpan<float> _weights;

    /// <summary>Takes the matrix.</summary>
    /// <param name="weights">Its weights.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public DenseRows(ReadOnlySpan<float> weights, int rows, int columns)
    {
        if (weights.Length != (long)rows * columns) throw new ArgumentException($"{weights.Length} numbers are no matrix of {rows} x {columns}.", nameof(weights));
        _weights = weights;
        (Rows, Columns) = (rows, columns);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public byte Kept(int row, int block) => (byte)SparsePacker.CountKept(Block(row, block));

    // Without branches on what is random: each weight is written, but the next one overwrites a zero.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(int row, int block, scoped Span<float> values, scoped Span<byte> columns)
    {
        ReadOnlySpan<float> weights = Block(row, block);
        int kept = 0;
        for (int column = 0; column < weights.Length; column++)
        {
            float weight = weights[column];
            values[kept] = weight;
            columns[kept] = (byte)column;
            kept += Unsafe.BitCast<bool, byte>(weight != 0);
        }
        return kept;
    }

    private ReadOnlySpan<float> Block(int row, int block)
    {
        int left = block * SparseMatrix.BlockColumns;
        return _weights.Slice((row * Columns) + left, Math.Min(SparseMatrix.BlockColumns, Columns - left));
    }
}
