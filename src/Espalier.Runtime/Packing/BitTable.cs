using System.Buffers;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A stored matrix of which a bit tells for each weight whether it is kept.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="shape">What the parts are.</param>
internal sealed class BitTable(SafetensorsFile file, PackedShape shape) : StripTable(file, shape, Count(file, shape))
{
    // Of bits that are counted, about so many bytes are read at a time.
    private const int Piece = 1 << 16;

    private const int BlockBytes = PackedFormat.BlockColumns / 8, RowRoom = PackedFormat.BlockColumns + BitColumns.Slack;

    private readonly MappedTensor _bits = file.Mapped(shape.Name + PackedFormat.Bits);

    /// <inheritdoc/>
    protected override byte[] MakeColumns(ReadOnlySpan<byte> numbers)
    {
        byte[] columns = GC.AllocateUninitializedArray<byte>(Order.Lists.Length + BitColumns.Slack);
        byte[] bits = ArrayPool<byte>.Shared.Rent(Order.Lists.Bands.Max(band => band.Rows) * PackedFormat.Stride(Columns));
        Span<byte> rows = stackalloc byte[SparseMatrix.StripRows * RowRoom];
        (int next, SparseBand band) = (0, default);
        foreach (StripPlace place in Order)
        {
            RequireZeros(place, numbers);
            for (; place.Row >= band.FirstRow + band.Rows; next++)
            {
                band = Order.Lists.Bands[next];
                ReadRows(_bits, Columns, band.FirstRow, band.Rows, bits);
            }
            Span<byte> row = rows.Slice(place.Lane * RowRoom, RowRoom);
            int kept = BitColumns.Write(Block(bits, Columns, place.Row - band.FirstRow, place.Block), row);
            // The bits are read a second time here, and a file can change in between.
            if (kept != place.Kept || row[kept - 1] >= PackedFormat.WidthOf(Columns, place.Block)) throw Changed(PackedFormat.Bits, place);
            if (kept < place.Length) row[kept..place.Length].Clear();
            if (place.Step == 1) row[..place.Length].CopyTo(columns.AsSpan(place.Start));
            else if (place.Lane == SparseMatrix.StripRows - 1) BitColumns.Interleave(rows, place.Length, columns.AsSpan(place.Start - place.Lane));
        }
        ArrayPool<byte>.Shared.Return(bits);
        return columns;
    }

    /// <inheritdoc/>
    protected override void ReadColumns(StripPlace place, Span<byte> columns)
    {
        (int stride, int left) = (PackedFormat.Stride(Columns), place.Block * BlockBytes);
        Span<byte> bits = stackalloc byte[BlockBytes];
        bits = bits[..Math.Min(BlockBytes, stride - left)];
        _bits.Read(((long)place.Row * stride) + left, bits);
        int kept = BitColumns.Write(bits, columns);
        if (kept != place.Kept || columns[kept - 1] >= PackedFormat.WidthOf(Columns, place.Block)) throw Changed(PackedFormat.Bits, place);
    }

    private static byte[] Count(SafetensorsFile file, PackedShape shape)
    {
        (int stride, int blocks, int over) = (PackedFormat.Stride(shape.Columns), PackedFormat.Blocks(shape.Columns), shape.Columns % 8);
        MappedTensor tensor = file.Mapped(shape.Name + PackedFormat.Bits);
        byte[] kept = new byte[shape.Rows * blocks], bits = ArrayPool<byte>.Shared.Rent(Math.Max(stride, Piece));
        for (int first = 0, count; first < shape.Rows; first += count)
        {
            count = Math.Min(Math.Max(1, Piece / stride), shape.Rows - first);
            ReadRows(tensor, shape.Columns, first, count, bits);
            for (int row = 0; row < count; row++)
            {
                for (int block = 0; block < blocks; block++) kept[((first + row) * blocks) + block] = (byte)BitColumns.Count(Block(bits, shape.Columns, row, block));
                if (over != 0 && bits[((row + 1) * stride) - 1] >> over != 0)
                    throw Bad(file, shape, PackedFormat.Bits, $"row {first + row}", "a bit beyond the end of the row", $"bits for {shape.Columns} columns alone");
            }
        }
        ArrayPool<byte>.Shared.Return(bits);
        return kept;
    }

    private static void ReadRows(MappedTensor bits, int columns, int first, int count, byte[] rows)
    {
        int stride = PackedFormat.Stride(columns);
        bits.Read((long)first * stride, rows.AsSpan(0, count * stride));
    }

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> bits, int columns, int row, int block)
    {
        int stride = PackedFormat.Stride(columns), left = block * BlockBytes;
        return bits.Slice((row * stride) + left, Math.Min(BlockBytes, stride - left));
    }
}
