using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A stored matrix of which it is told in which columns it keeps weights.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="shape">What the parts are.</param>
internal sealed class ColumnTable(SafetensorsFile file, PackedShape shape) : StripTable(file, shape, Count(file, shape))
{
    private readonly MappedTensor _columns = file.Mapped(shape.Name + PackedFormat.Columns);

    /// <inheritdoc/>
    public override void CheckRows()
    {
        base.CheckRows();
        _ = MakeColumns([]);
    }

    /// <inheritdoc/>
    protected override byte[] MakeColumns(ReadOnlySpan<byte> numbers)
    {
        byte[] columns = File.ReadBytes(_columns.Info.Name);
        foreach (StripPlace place in Order)
        {
            RequireZeros(place, numbers);
            (int before, int width) = (-1, PackedFormat.WidthOf(Columns, place.Block));
            for (int i = 0, at = place.Start; i < place.Length; i++, at += place.Step)
            {
                int column = columns[at];
                bool good = i < place.Kept ? column > before && column < width : column == 0;
                if (!good)
                {
                    throw Bad(PackedFormat.Columns, $"row {place.Row}, block {place.Block}", i >= place.Kept || column > before ? $"column {column}" : $"column {column} after {before}",
                        i < place.Kept ? $"ascending columns below {width}" : "0, as it fills a strip");
                }
                before = column;
            }
        }
        return columns;
    }

    /// <inheritdoc/>
    protected override void ReadColumns(StripPlace place, Span<byte> columns)
    {
        Span<byte> all = stackalloc byte[SparseMatrix.StripRows * PackedFormat.BlockColumns];
        _columns.Read(place.Start, all[..place.Reach]);
        for (int i = 0; i < place.Kept; i++)
        {
            columns[i] = all[i * place.Step];
            if (columns[i] >= PackedFormat.WidthOf(Columns, place.Block)) throw Changed(PackedFormat.Columns, place);
        }
    }

    private static byte[] Count(SafetensorsFile file, PackedShape shape)
    {
        byte[] kept = file.ReadBytes(shape.Name + PackedFormat.Counts);
        int blocks = PackedFormat.Blocks(shape.Columns);
        for (int i = 0; i < kept.Length; i++)
        {
            int width = PackedFormat.WidthOf(shape.Columns, i % blocks);
            if (kept[i] > width) throw Bad(file, shape, PackedFormat.Counts, $"row {i / blocks}, block {i % blocks}", $"{kept[i]}", $"at most {width}, as it has columns");
        }
        return kept;
    }
}
