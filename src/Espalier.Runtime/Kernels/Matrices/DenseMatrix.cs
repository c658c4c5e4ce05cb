using System.Runtime.CompilerServices;

namespace Espalier.Kernels.Matrices;

/// <summary>
/// A matrix of which too few weights are zero to leave them out. Six rows at a time stand interleaved, column by column, as they are read: band by band, block by
/// block, strip by strip.
/// </summary>
internal sealed class DenseMatrix : PackedMatrix
{
    /// <summary>Rows that a kernel takes together.</summary>
    public const int StripRows = 6;

    private readonly float[] _values;
    private readonly DenseBands _bands;

    /// <summary>Packs.</summary>
    /// <param name="dense">The matrix, row-major.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public DenseMatrix(ReadOnlySpan<float> dense, int rows, int columns)
        : base(rows, columns)
    {
        if (dense.Length != (long)rows * columns) throw new ArgumentException($"{dense.Length} numbers are no matrix of {rows} x {columns}.", nameof(dense));
        (_values, _bands) = (new float[dense.Length], new DenseBands(rows));
        for (int band = 0; band < _bands.Count; band++)
        {
            (int first, int count) = _bands.RowsOf(band);
            for (int block = 0; block < BlocksOf(columns); block++)
            {
                Span<float> part = _values.AsSpan(PartOf(band, block, out int steps));
                for (int row = 0; row < count; row++)
                {
                    int strip = row / StripRows * StripRows, together = Math.Min(StripRows, count - strip);
                    Place(dense.Slice(((first + row) * columns) + (block * BlockColumns), steps), part[((strip * steps) + row - strip)..], together);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override int Bands => _bands.Count;

    /// <inheritdoc/>
    public override long ByteLength => sizeof(float) * (long)_values.Length;

    /// <inheritdoc/>
    public override int Room => 0;

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => _bands.RowsOf(band);

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Weights(int band, int block, Span<float> room) => _values.AsSpan(PartOf(band, block, out _));

    /// <inheritdoc/>
    protected override void AddPart(KernelSet kernels, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew)
    {
        int steps = x.Length / width;
        for (int done = 0; done < y.Length; done += StripRows * width)
        {
            Span<float> sums = y[done..Math.Min(y.Length, done + (StripRows * width))];
            int rows = sums.Length / width;
            kernels.AddProduct(weights[..(rows * steps)], 1, rows, x, sums, width);
            weights = weights[(rows * steps)..];
        }
    }

    private Range PartOf(int band, int block, out int steps)
    {
        (int first, int count) = _bands.RowsOf(band);
        steps = Math.Min(BlockColumns, Columns - (block * BlockColumns));
        int start = (first * Columns) + (count * block * BlockColumns);
        return start..(start + (count * steps));
    }

    // Big matrices are packed while a model is opened, before the compiler has seen that this runs often.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Place(ReadOnlySpan<float> row, Span<float> strip, int step)
    {
        for (int column = 0, at = 0; column < row.Length; column++, at += step) strip[at] = row[column];
    }
}
