using System.Runtime.InteropServices;
using Espalier.Checkpoints;
using Espalier.Kernels.Matrices;

namespace Espalier.Packing;

/// <summary>A stored matrix of which a bit tells for each weight whether it is kept.</summary>
internal sealed class BitmapTable : StoredTable
{
    /// <summary>Checks the contents.</summary>
    /// <exception cref="InputException">Bits, rows and values do not tell the same.</exception>
    public BitmapTable(SafetensorsFile file, PackedShape shape)
        : base(file, shape)
    {
        BitmapRows rows = Parts;
        long before = 0;
        for (int row = 0; row < Rows; row++)
        {
            if (rows.Offsets[row] != before) throw Bad(PackedFormat.Offsets, $"row {row}", $"{rows.Offsets[row]}", $"{before}, as many as bits are set before it");
            ReadOnlySpan<byte> bits = rows.Bits(row);
            if (Columns % 8 != 0 && bits[^1] >> (Columns % 8) != 0) throw Bad(PackedFormat.Bits, $"row {row}", "a bit beyond the end of the row", $"bits for {Columns} columns alone");
            before += BitmapRows.Count(bits);
        }
        if (before != Kept) throw Bad(PackedFormat.Bits, "all rows", $"{before} bits that are set", $"{Kept}, as many as there are values");
        CheckValues();
    }

    private BitmapRows Parts => new(Part(PackedFormat.Bits), Values, MemoryMarshal.Cast<byte, long>(Part(PackedFormat.Offsets)), Columns);

    /// <inheritdoc/>
    public override SparseMatrix Pack() => SparsePacker.Pack(Parts);

    /// <inheritdoc/>
    protected override void Fill(int row, Span<float> weights) => MatrixRow.Spread(Parts, row, weights);
}
