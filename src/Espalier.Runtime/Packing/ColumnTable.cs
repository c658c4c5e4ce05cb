using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A stored matrix of which it is told in which columns it keeps weights, block by block.</summary>
internal sealed class ColumnTable : StoredTable
{
    // Where each row begins in the values.
    private readonly int[] _starts;

    /// <summary>Checks the contents.</summary>
    /// <exception cref="InputException">Counts, columns and values do not tell the same.</exception>
    public ColumnTable(SafetensorsFile file, PackedShape shape)
        : base(file, shape)
    {
        _starts = new int[Rows];
        ReadOnlySpan<byte> counts = Part(PackedFormat.Counts);
        int blocks = PackedFormat.Blocks(Columns);
        long kept = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            (int row, int block) = Math.DivRem(i, blocks);
            if (block == 0) _starts[row] = (int)Math.Min(kept, Kept);
            if (counts[i] > WidthOf(block)) throw Bad(PackedFormat.Counts, $"row {row}, block {block}", $"{counts[i]}", $"at most {WidthOf(block)}, as it has columns");
            kept += counts[i];
        }
        if (kept != Kept) throw Bad(PackedFormat.Counts, "all rows", $"{kept} weights", $"{Kept}, as many as there are values");
        CheckPlaces(counts, Part(PackedFormat.Places), blocks);
        CheckValues();
    }

    private ColumnRows Parts => new(Part(PackedFormat.Counts), Part(PackedFormat.Places), Values, _starts, Columns);

    /// <inheritdoc/>
    public override SparseMatrix Pack() => SparsePacker.Pack(Parts);

    /// <inheritdoc/>
    protected override void Fill(int row, Span<float> weights) => MatrixRow.Spread(Parts, row, weights);

    private int WidthOf(int block) => Math.Min(PackedFormat.BlockColumns, Columns - (block * PackedFormat.BlockColumns));

    private void CheckPlaces(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> places, int blocks)
    {
        int next = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            (int block, int width, int before) = (i % blocks, WidthOf(i % blocks), -1);
            for (int end = next + counts[i]; next < end; next++)
            {
                if (places[next] <= before || places[next] >= width)
                {
                    throw Bad(PackedFormat.Places, $"row {i / blocks}, block {block}", before < 0 || places[next] >= width ? $"column {places[next]}" : $"column {places[next]} after {before}",
                        $"ascending columns below {width}");
                }
                before = places[next];
            }
        }
    }
}
