using Espalier.Checkpoints;

namespace Espalier.Kernels.Matrices;

/// <summary>
/// A matrix of which most weights are zero, without these. A weight's column within its block is a byte. Within a block the rows of a band are listed by how many
/// weights they keep and go in strips of four: their first weights, their second ones, ..., up to the longest of them, and zeros where another is shorter, which
/// is by one weight or none as a rule. Loops over neighbours are about equally long, so that branches are foreseen. Rows that keep nothing are not listed.
/// </summary>
internal sealed class SparseMatrix : PackedMatrix
{
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
        Room = values.Type == TensorType.F32 ? 0 : Longest(order.Lists);
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
        ((Values.Type.Size() + 1L) * Lists.Length) + (sizeof(ushort) * (long)Lists.RowsInBand.Length) + Lists.Lengths.Length + (4L * sizeof(int) * Lists.Listed.Length);

    /// <inheritdoc/>
    public override int Room { get; }

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => (Lists.Bands[band].FirstRow, Lists.Bands[band].Rows);

    /// <inheritdoc/>
    protected override ReadOnlySpan<float> Weights(int band, int block, Span<float> room)
    {
        int count = Lists.NumbersOf(band, block);
        if (Values.Type == TensorType.F32) return Values.Floats.Slice(Lists.Part(band, block).Value, count);
        StripWidening.Widen(Values, Lists, band, block, room[..count]);
        return room[..count];
    }

    /// <inheritdoc/>
    protected override void AddPart(KernelSet kernels, int band, int block, ReadOnlySpan<float> weights, Span<float> x, Span<float> y, int width, bool isNew) =>
        kernels.AddSparse(this, band, block, weights, x, y, width, isNew);

    private static int Longest(StripLists lists)
    {
        int longest = 0;
        for (int band = 0; band < lists.Bands.Length; band++)
        {
            for (int block = 0; block < lists.Blocks; block++) longest = Math.Max(longest, lists.NumbersOf(band, block));
        }
        return longest;
    }
}
