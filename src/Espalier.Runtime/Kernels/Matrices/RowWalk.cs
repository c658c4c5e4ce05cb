namespace Espalier.Kernels.Matrices;

/// <summary>Goes through the places of one row of a <see cref="StripOrder"/>, for which it looks through what its band lists.</summary>
/// <param name="order">The order.</param>
/// <param name="row">The row.</param>
internal struct RowWalk(StripOrder order, int row)
{
    private readonly int _band = order.BandOf(row);
    private int _block = -1;

    /// <summary>Where it is.</summary>
    public StripPlace Current { get; private set; }

    /// <summary>This walk.</summary>
    public readonly RowWalk GetEnumerator() => this;

    /// <summary>Goes on to the next block of which the row keeps anything; false behind the last one.</summary>
    public bool MoveNext()
    {
        while (++_block < order.Lists.Blocks)
        {
            SparseBlock listed = order.Lists.Part(_band, _block);
            int inStrips = listed.Strips * SparseMatrix.StripRows, rowInBand = row - order.Lists.Bands[_band].FirstRow;
            int at = order.Lists.RowsInBand.AsSpan(listed.Listed, listed.Rows).IndexOf((ushort)rowInBand);
            if (at < 0) continue;
            bool isSingle = at >= inStrips;
            (int before, int lane) = isSingle ? (listed.Strips + at - inStrips, 0) : Math.DivRem(at, SparseMatrix.StripRows);
            ReadOnlySpan<byte> lengths = order.Lists.Lengths.AsSpan(listed.Length, listed.Strips + listed.Singles);
            int value = listed.Value + NumbersOf(lengths, listed.Strips, before) + lane;
            Current = new StripPlace(row, _block, value, (byte)(isSingle ? 1 : SparseMatrix.StripRows), (byte)lane, lengths[before], order.Kept(row, _block));
            return true;
        }
        return false;
    }

    // How many numbers stand in the first strips and single rows of a block.
    private static int NumbersOf(ReadOnlySpan<byte> lengths, int strips, int count)
    {
        int numbers = 0;
        for (int i = 0; i < count; i++) numbers += i < strips ? SparseMatrix.StripRows * lengths[i] : lengths[i];
        return numbers;
    }
}
