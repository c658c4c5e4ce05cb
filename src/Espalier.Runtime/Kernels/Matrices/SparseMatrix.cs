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

    private readonly SparseBand[] _bands;

    /// <summary>Takes what was packed.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="bands">The bands, in the order of rows.</param>
    internal SparseMatrix(int rows, int columns, SparseBand[] bands)
        : base(rows, columns) => _bands = bands;

    /// <summary>Kept weights, and the zeros that fill strips: by band, block, strip, place in the row, row.</summary>
    public required AlignedMemory Values { get; init; }

    /// <summary>The column of each of them, within its block.</summary>
    public required byte[] ColumnsInBlock { get; init; }

    /// <summary>Listed rows, each within its band.</summary>
    public required ushort[] RowsInBand { get; init; }

    /// <summary>How many weights each row has of a strip, or of a row that is left, at least 1.</summary>
    public required byte[] Lengths { get; init; }

    /// <summary>What each band lists of each block.</summary>
    public required SparseBlock[] Listed { get; init; }

    /// <inheritdoc/>
    public override int Bands => _bands.Length;

    /// <summary>Blocks of a band.</summary>
    public int Blocks => BlocksOf(Columns);

    /// <summary>Blocks of so many columns.</summary>
    public static int BlocksOf(int columns) => (columns + BlockColumns - 1) / BlockColumns;

    /// <inheritdoc/>
    public override long Work => Values.Length;

    /// <inheritdoc/>
    public override long ByteLength =>
        ((sizeof(float) + 1L) * Values.Length) + (sizeof(ushort) * (long)RowsInBand.Length) + Lengths.Length + (2L * sizeof(ushort) * Listed.Length);

    /// <summary>Where a band begins.</summary>
    public SparseBand Band(int band) => _bands[band];

    /// <inheritdoc/>
    public override (int First, int Count) RowsOf(int band) => (_bands[band].FirstRow, _bands[band].Rows);

    /// <inheritdoc/>
    public override void AddProduct(KernelSet kernels, int band, Span<float> x, Span<float> y, int width) => kernels.AddSparse(this, band, x, y, width);
}
