using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>The parts of a matrix of columns, as a packer reads them.</summary>
/// <param name="counts">[rows, blocks].</param>
/// <param name="places">Columns within their blocks.</param>
/// <param name="values">What is kept.</param>
/// <param name="starts">Where each row begins in both.</param>
/// <param name="columns">Columns.</param>
internal readonly ref struct ColumnRows(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> places, ReadOnlySpan<float> values, ReadOnlySpan<int> starts, int columns) : IMatrixRows
{
    private readonly ReadOnlySpan<byte> _counts = counts, _places = places;
    private readonly ReadOnlySpan<float> _values = values;
    private readonly ReadOnlySpan<int> _starts = starts;

    /// <inheritdoc/>
    public int Rows => _starts.Length;

    /// <inheritdoc/>
    public int Columns { get; } = columns;

    /// <inheritdoc/>
    public byte Kept(int row, int block) => _counts[(row * PackedFormat.Blocks(Columns)) + block];

    /// <inheritdoc/>
    public int Read(int row, int block, scoped Span<float> values, scoped Span<byte> columns)
    {
        int start = _starts[row];
        for (int before = 0; before < block; before++) start += Kept(row, before);
        int kept = Kept(row, block);
        _values.Slice(start, kept).CopyTo(values);
        _places.Slice(start, kept).CopyTo(columns);
        return kept;
    }
}
