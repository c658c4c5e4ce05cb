namespace Espalier.Kernels.Matrices;

/// <summary>Goes through the places of one row of a <see cref="StripOrder"/>, for which it looks through what its band lists.</summary>
/// <param name="order">The order.</param>
/// <param name="row">The row.</param>
internal struct RowWalk(StripOrder order, int row)
{
    private readonly SparseBand _band = order.BandOf(row);
    private int _block = -1, _listed, _length, _value;

    /// <summary>Where it is.</summary>
    public StripPlace Current { get; private set; }

    /// <summary>This walk.</summary>
    public readonly RowWalk GetEnumerator() => this;

    /// <summary>Goes on to the next block of which the row keeps anything; false behind the last one.</summary>
    public bool MoveNext()
    {
        while (++_block < order.Lists.Blocks)
        {
            SparseBlock listed = order.Lists.Listed[_band.Block + _block];
            int inStrips = listed.Strips * SparseMatrix.StripRows, rows = inStrips + listed.Singles;
            ReadOnlySpan<byte> lengths = order.Lists.Lengths.AsSpan(_band.Length + _length, listed.Strips + listed.Singles);
            int at = order.Lists.RowsInBand.AsSpan(_band.Listed + _listed, rows).IndexOf((ushort)(row - _band.FirstRow)), value = _band.Value + _value;
            (_listed, _length, _value) = (_listed + rows, _length + lengths.Length, _value + NumbersOf(lengths, listed.Strips, lengths.Length));
            if (at < 0) continue;
            bool isSingle = at >= inStrips;
            (int before, int lane) = isSingle ? (listed.Strips + at - inStrips, 0) : Math.DivRem(at, SparseMatrix.StripRows);
            value += NumbersOf(lengths, listed.Strips, before) + lane;
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
