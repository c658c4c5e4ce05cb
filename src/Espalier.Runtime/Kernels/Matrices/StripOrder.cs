namespace Espalier.Kernels.Matrices;

/// <summary>
/// In which order a sparse matrix's weights stand: band by band, block by block; within a block its rows by how many weights they keep, the most first and
/// the upper one on ties, in strips of four and singly what is left. It follows from how many weights each row keeps in each block, and where bands begin.
/// </summary>
internal sealed class StripOrder
{
    private readonly byte[] _kept;

    /// <summary>Orders.</summary>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="kept">How many weights each row keeps in each block, [rows, blocks].</param>
    /// <param name="firstRows">The first row of each band, ascending from 0; no band has more than 65,535.</param>
    public StripOrder(int columns, byte[] kept, ReadOnlySpan<int> firstRows)
    {
        (Columns, Blocks, _kept) = (columns, SparseMatrix.BlocksOf(columns), kept);
        Rows = kept.Length / Blocks;
        (Bands, Listed) = (new SparseBand[firstRows.Length], new SparseBlock[firstRows.Length * Blocks]);
        RowsInBand = new ushort[kept.Length - kept.AsSpan().Count((byte)0)];
        List<byte> lengths = new(RowsInBand.Length / 2);
        int listed = 0;
        for (int band = 0; band < Bands.Length; band++)
        {
            int first = firstRows[band], end = band + 1 < Bands.Length ? firstRows[band + 1] : Rows;
            Bands[band] = new SparseBand(first, end - first, Length, listed, lengths.Count, band * Blocks);
            for (int block = 0; block < Blocks; block++)
            {
                Span<ushort> rows = RowsInBand.AsSpan(listed, Sort(first, end - first, block, listed));
                Listed[(band * Blocks) + block] = AddLengths(rows, first, block, lengths);
                listed += rows.Length;
            }
        }
        Lengths = [.. lengths];
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>Blocks of a row.</summary>
    public int Blocks { get; }

    /// <summary>Where each band begins.</summary>
    public SparseBand[] Bands { get; }

    /// <summary>Listed rows, each within its band. Those that keep nothing in a block are not listed there.</summary>
    public ushort[] RowsInBand { get; }

    /// <summary>How many weights each row has of a strip, or of a row that is left, at least 1.</summary>
    public byte[] Lengths { get; }

    /// <summary>What each band lists of each block.</summary>
    public SparseBlock[] Listed { get; }

    /// <summary>How many numbers stand in this order: all weights that are kept, and the zeros that fill strips.</summary>
    public int Length { get; private set; }

    /// <summary>How many weights are kept.</summary>
    public long KeptCount()
    {
        long count = 0;
        foreach (byte kept in _kept) count += kept;
        return count;
    }

    /// <summary>How many weights a row keeps in a block.</summary>
    public byte Kept(int row, int block) => _kept[(row * Blocks) + block];

    /// <summary>Goes through all rows of all blocks in this order.</summary>
    public StripWalk GetEnumerator() => new(this);

    // Lists the rows of a band that keep anything in a block; gives how many there are. By counting, as rows keep few different numbers of weights.
    private int Sort(int first, int count, int block, int listed)
    {
        Span<int> next = stackalloc int[SparseMatrix.BlockColumns + 1];
        next.Clear();
        for (int row = 0; row < count; row++) next[Kept(first + row, block)]++;
        int before = 0;
        for (int kept = SparseMatrix.BlockColumns; kept > 0; kept--) (next[kept], before) = (before, before + next[kept]);
        for (int row = 0; row < count; row++)
        {
            if (Kept(first + row, block) is > 0 and byte kept) RowsInBand[listed + next[kept]++] = (ushort)row;
        }
        return before;
    }

    private SparseBlock AddLengths(ReadOnlySpan<ushort> rows, int first, int block, List<byte> lengths)
    {
        (int strips, int singles) = Math.DivRem(rows.Length, SparseMatrix.StripRows);
        for (int next = 0, together; next < rows.Length; next += together)
        {
            together = next < strips * SparseMatrix.StripRows ? SparseMatrix.StripRows : 1;
            byte length = Kept(first + rows[next], block);
            lengths.Add(length);
            Length = checked(Length + (length * together));
        }
        return new SparseBlock((ushort)strips, (ushort)singles);
    }
}
