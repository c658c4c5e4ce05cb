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
        (Columns, _kept) = (columns, kept);
        int blocks = PackedMatrix.BlocksOf(columns), listed = 0, length = 0;
        Rows = kept.Length / blocks;
        (SparseBand[] bands, SparseBlock[] inBlocks) = (new SparseBand[firstRows.Length], new SparseBlock[firstRows.Length * blocks]);
        ushort[] rowsInBand = new ushort[kept.Length - kept.AsSpan().Count((byte)0)];
        List<byte> lengths = new(rowsInBand.Length / 2);
        for (int band = 0; band < bands.Length; band++)
        {
            int first = firstRows[band], end = band + 1 < bands.Length ? firstRows[band + 1] : Rows;
            bands[band] = new SparseBand(first, end - first);
            for (int block = 0; block < blocks; block++)
            {
                Span<byte> counts = kept.AsSpan((first * blocks) + block);
                Span<ushort> rows = rowsInBand.AsSpan(listed);
                rows = rows[..Sort(counts, end - first, blocks, rows)];
                (int strips, int singles) = Math.DivRem(rows.Length, SparseMatrix.StripRows);
                inBlocks[(band * blocks) + block] = new SparseBlock((ushort)strips, (ushort)singles, length, listed, lengths.Count);
                AddLengths(rows, strips, counts, blocks, lengths, ref length);
                listed += rows.Length;
            }
        }
        Lists = new StripLists(blocks, bands, inBlocks, rowsInBand, [.. lengths], length);
    }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public int Columns { get; }

    /// <summary>What kernels read of it.</summary>
    public StripLists Lists { get; }

    /// <summary>How many weights are kept.</summary>
    public long KeptCount()
    {
        long count = 0;
        foreach (byte kept in _kept) count += kept;
        return count;
    }

    /// <summary>How many weights a row keeps in a block.</summary>
    public byte Kept(int row, int block) => _kept[(row * Lists.Blocks) + block];

    /// <summary>Goes through all rows of all blocks in this order.</summary>
    public StripWalk GetEnumerator() => new(this);

    /// <summary>Goes through the blocks of a row of which it keeps anything.</summary>
    public RowWalk PlacesOf(int row) => new(this, row);

    /// <summary>The band of a row.</summary>
    public int BandOf(int row)
    {
        (int first, int end) = (0, Lists.Bands.Length);
        while (end - first > 1)
        {
            int middle = (first + end) / 2;
            if (Lists.Bands[middle].FirstRow <= row) first = middle;
            else end = middle;
        }
        return first;
    }

    // Lists the rows of a band that keep anything in a block; gives how many there are. By counting, as rows keep few different numbers of weights.
    private static int Sort(ReadOnlySpan<byte> counts, int rows, int step, Span<ushort> listed)
    {
        Span<int> next = stackalloc int[PackedMatrix.BlockColumns + 1];
        next.Clear();
        for (int row = 0; row < rows; row++) next[counts[row * step]]++;
        int before = 0;
        for (int kept = PackedMatrix.BlockColumns; kept > 0; kept--) (next[kept], before) = (before, before + next[kept]);
        for (int row = 0; row < rows; row++)
        {
            if (counts[row * step] is > 0 and byte kept) listed[next[kept]++] = (ushort)row;
        }
        return before;
    }

    private static void AddLengths(ReadOnlySpan<ushort> rows, int strips, ReadOnlySpan<byte> counts, int step, List<byte> lengths, ref int numbers)
    {
        for (int next = 0, together; next < rows.Length; next += together)
        {
            together = next < strips * SparseMatrix.StripRows ? SparseMatrix.StripRows : 1;
            byte length = counts[rows[next] * step];
            lengths.Add(length);
            numbers = checked(numbers + (length * together));
        }
    }
}
