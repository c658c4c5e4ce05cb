namespace Espalier.Kernels.Matrices;

/// <summary>The bands of a matrix with its zeros: whole strips of rows, each band of about as many bytes.</summary>
internal readonly record struct DenseBands
{
    private readonly int _rows, _rowsOfBand;

    /// <summary>Cuts.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="bytes">What it takes.</param>
    public DenseBands(int rows, long bytes)
    {
        int strips = (rows + DenseMatrix.StripRows - 1) / DenseMatrix.StripRows;
        long bands = Math.Max(PackedMatrix.FewestBands, (bytes + PackedMatrix.BandBytes - 1) / PackedMatrix.BandBytes);
        int stripsOfBand = (int)Math.Max(1, (strips + bands - 1) / bands);
        (_rows, _rowsOfBand, Count) = (rows, stripsOfBand * DenseMatrix.StripRows, (strips + stripsOfBand - 1) / stripsOfBand);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The rows of a band.</summary>
    public (int First, int Count) RowsOf(int band) => (band * _rowsOfBand, Math.Min(_rowsOfBand, _rows - (band * _rowsOfBand)));
}
