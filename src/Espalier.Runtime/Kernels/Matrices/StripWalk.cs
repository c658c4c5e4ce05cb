namespace Espalier.Kernels.Matrices;

/// <summary>Where a row's weights in a block stand.</summary>
/// <param name="Row">The row of the matrix.</param>
/// <param name="Block">The block.</param>
/// <param name="Start">Its first weight.</param>
/// <param name="Step">From one weight to the next: the rows of a strip, or 1.</param>
/// <param name="Lane">Its place in the strip, from 0; 0 where it stands alone.</param>
/// <param name="Length">Its weights, and the zeros behind them.</param>
/// <param name="Kept">Its weights.</param>
internal readonly record struct StripPlace(int Row, int Block, int Start, byte Step, byte Lane, byte Length, byte Kept)
{
    /// <summary>From its first weight to its last one, with those of other rows between.</summary>
    public int Reach => ((Kept - 1) * Step) + 1;
}

/// <summary>Goes through the rows of a <see cref="StripOrder"/>.</summary>
/// <param name="order">The order.</param>
internal struct StripWalk(StripOrder order)
{
    private int _band, _block = -1, _left, _strips, _listed, _length, _value, _lane;

    /// <summary>Where it is.</summary>
    public StripPlace Current { get; private set; }

    /// <summary>Goes on to the next row; false behind the last one.</summary>
    public bool MoveNext()
    {
        while (_left == 0)
        {
            if (++_block == order.Lists.Blocks) (_band, _block) = (_band + 1, 0);
            if (_band == order.Lists.Bands.Length) return false;
            SparseBlock listed = order.Lists.Part(_band, _block);
            _strips = listed.Strips * SparseMatrix.StripRows;
            _left = listed.Rows;
        }
        int row = order.Lists.Bands[_band].FirstRow + order.Lists.RowsInBand[_listed++], step = _strips > 0 ? SparseMatrix.StripRows : 1;
        byte length = order.Lists.Lengths[_length];
        Current = new StripPlace(row, _block, _value + _lane, (byte)step, (byte)_lane, length, order.Kept(row, _block));
        _left--;
        if (_strips > 0) _strips--;
        if (++_lane == step) (_lane, _length, _value) = (0, _length + 1, _value + (step * length));
        return true;
    }
}
