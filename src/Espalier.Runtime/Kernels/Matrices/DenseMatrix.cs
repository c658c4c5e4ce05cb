using System.Runtime.CompilerServices;

namespace Espalier.Kernels.Matrices;

/// <summary>A matrix of which too few weights are zero to leave them out. Six rows at a time stand interleaved, column by column, as they are read.</summary>
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
        _values = new float[dense.Length];
        _bands = new DenseBands(rows, ByteLength);
        for (int first = 0; first < rows; first += StripRows)
        {
            Span<float> strip = Strip(first);
            for (int row = 0; row < strip.Length / columns; row++) Place(dense.Slice((first + row) * columns, columns), strip[row..], strip.Length / columns);
        }
    }

    /// <inheritdoc/>
    public override int Bands => _bands.Count;

    /// <inheritdoc/>
    public override long ByteLength => sizeof(float) * (long)_values.Length;

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => _bands.RowsOf(band);

    /// <summary>The weights of the strip that begins with a row: its first column of all its rows, its second, ...</summary>
    public Span<float> Strip(int firstRow) => _values.AsSpan(firstRow * Columns, Math.Min(StripRows, Rows - firstRow) * Columns);

    /// <inheritdoc/>
    public override void AddProduct(KernelSet kernels, int band, Span<float> x, Span<float> y, int width) => kernels.AddDense(this, band, x, y, width);

    // Big matrices are packed while a model is opened, before the compiler has seen that this runs often.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Place(ReadOnlySpan<float> row, Span<float> strip, int step)
    {
        for (int column = 0, at = 0; column < row.Length; column++, at += step) strip[at] = row[column];
    }
}
