using System.Buffers;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A stored matrix of which a bit tells for each weight whether it is kept.</summary>
/// <param name="file">The file; it stays open.</param>
/// <param name="shape">What the parts are.</param>
internal sealed class BitTable(SafetensorsFile file, PackedShape shape) : StripTable(file, shape, Count(file, shape))
{
    private const int BlockBytes = PackedFormat.BlockColumns / 8, RowRoom = PackedFormat.BlockColumns + BitColumns.Slack;

    private readonly string _bits = shape.Name + PackedFormat.Bits;

    /// <inheritdoc/>
    protected override byte[] MakeColumns()
    {
        byte[] columns = GC.AllocateUninitializedArray<byte>(Order.Length + BitColumns.Slack);
        byte[] bits = Read(File, _bits, out int length);
        Span<byte> rows = stackalloc byte[SparseMatrix.StripRows * RowRoom];
        foreach (StripPlace place in Order)
        {
            Span<byte> row = rows.Slice(place.Lane * RowRoom, RowRoom);
            int kept = BitColumns.Write(Block(bits.AsSpan(0, length), Columns, place.Row, place.Block), row);
            // The bits are read a second time here, and a file can change in between.
            if (kept != place.Kept || row[kept - 1] >= PackedFormat.WidthOf(Columns, place.Block))
                throw Bad(PackedFormat.Bits, $"row {place.Row}, block {place.Block}", "other bits than before", "a file that is not changed while it is open");
            if (kept < place.Length) row[kept..place.Length].Clear();
            if (place.Step == 1) row[..place.Length].CopyTo(columns.AsSpan(place.Start));
            else if (place.Lane == SparseMatrix.StripRows - 1) BitColumns.Interleave(rows, place.Length, columns.AsSpan(place.Start - place.Lane));
        }
        ArrayPool<byte>.Shared.Return(bits);
        return columns;
    }

    /// <inheritdoc/>
    protected override void WriteColumns(StripPlace place, Span<byte> columns) => BitColumns.Write(Block(File.Bytes(_bits), Columns, place.Row, place.Block), columns);

    private static byte[] Count(SafetensorsFile file, PackedShape shape)
    {
        int stride = PackedFormat.Stride(shape.Columns), blocks = PackedFormat.Blocks(shape.Columns);
        byte[] kept = new byte[shape.Rows * blocks], bits = Read(file, shape.Name + PackedFormat.Bits, out int length);
        for (int i = 0; i < kept.Length; i++) kept[i] = (byte)BitColumns.Count(Block(bits.AsSpan(0, length), shape.Columns, i / blocks, i % blocks));
        for (int row = 0, over = shape.Columns % 8; over != 0 && row < shape.Rows; row++)
        {
            if (bits[(row * stride) + stride - 1] >> over != 0)
                throw Bad(file, shape, PackedFormat.Bits, $"row {row}", "a bit beyond the end of the row", $"bits for {shape.Columns} columns alone");
        }
        ArrayPool<byte>.Shared.Return(bits);
        return kept;
    }

    // Copied, as all of it is looked through but once.
    private static byte[] Read(SafetensorsFile file, string tensor, out int length)
    {
        length = (int)file.Tensors[tensor].ByteLength;
        byte[] bits = ArrayPool<byte>.Shared.Rent(length);
        file.Read(tensor, bits.AsSpan(0, length));
        return bits;
    }

    private static ReadOnlySpan<byte> Block(ReadOnlySpan<byte> bits, int columns, int row, int block)
    {
        int stride = PackedFormat.Stride(columns), left = block * BlockBytes;
        return bits.Slice((row * stride) + left, Math.Min(BlockBytes, stride - left));
    }
}
