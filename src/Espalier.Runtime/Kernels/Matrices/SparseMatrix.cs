using Espalier.Checkpoints;

namespace Espalier.Kernels.Matrices;

/// <summary>
/// A matrix of which most weights are zero, without these. Within a band its columns are cut into blocks, so that the part of the activations that a
/// block reads stays in the first-level cache; a weight's column within its block is a byte. Within a block rows are listed by how many weights they
/// keep and go in strips of four: their first weights, their second ones, ..., up to the longest of them, and zeros where another is shorter, which is by
/// one weight or none as a rule. Loops over neighbours are about equally long, so that branches are foreseen. Rows that keep nothing are not listed.
/// </summary>
internal sealed class SparseMatrix : PackedMatrix
{
    /// <summary>Columns of a block: of 64 numbers each they fill the first-level cache (32 KiB).</summary>
    public const int BlockColumns = 128;

    /// <summary>Rows of a strip.</summary>
    public const int StripRows = 4;

    /// <summary>Takes what was packed.</summary>
    /// <param name="order">In which order the weights stand.</param>
    /// <param name="values">The weights, and the zeros that fill strips.</param>
    /// <param name="columnsInBlock">The column of each of them, within its block; it may be longer.</param>
    public SparseMatrix(StripOrder order, MatrixValues values, byte[] columnsInBlock)
        : base(order.Rows, order.Columns)
    {
        // Kernels do not look again.
        if (values.Bytes.Length != (long)order.Lists.Length * values.Type.Size() || columnsInBlock.Length < order.Lists.Length || values.Scales.Length != (values.Type == TensorType.I8 ? order.Rows : 0))
            throw new ArgumentException($"{values.Bytes.Length} bytes of {values.Type.Name()} and {columnsInBlock.Length} columns are not what {order.Lists.Length} places need.", nameof(values));
        (Lists, Values, ColumnsInBlock) = (order.Lists, values, columnsInBlock);
    }

    /// <summary>In which order the weights stand.</summary>
    public StripLists Lists { get; }

    /// <summary>The weights, and the zeros that fill strips.</summary>
    public MatrixValues Values { get; }

    /// <summary>The column of each of them, within its block.</summary>
    public byte[] ColumnsInBlock { get; }

    /// <inheritdoc/>
    public override int Bands => Lists.Bands.Length;

    /// <inheritdoc/>
    public override long ByteLength =>
        ((Values.Type.Size() + 1L) * Lists.Length) + (sizeof(ushort) * (long)Lists.RowsInBand.Length) + Lists.Lengths.Length + (2L * sizeof(ushort) * Lists.Listed.Length);

    /// <summary>Blocks of so many columns.</summary>
    public static int BlocksOf(int columns) => (columns + BlockColumns - 1) / BlockColumns;

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => (Lists.Bands[band].FirstRow, Lists.Bands[band].Rows);

    /// <inheritdoc/>
    public override void AddProduct(KernelSet kernels, int band, Span<float> x, Span<float> y, int width) => kernels.AddSparse(this, band, x, y, width);
}
