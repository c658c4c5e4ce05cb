namespace Espalier.Kernels.Matrices;

/// <summary>The bands of a matrix with its zeros: whole strips of rows, each band of about as many.</summary>
internal readonly record struct DenseBands
{
    private readonly int _rows, _rowsOfBand;

    /// <summary>Cuts.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    public DenseBands(int rows)
    {
        int strips = (rows + DenseMatrix.StripRows - 1) / DenseMatrix.StripRows, bands = PackedMatrix.BandsOf(rows);
        int stripsOfBand = (strips + bands - 1) / bands;
        (_rows, _rowsOfBand, Count) = (rows, stripsOfBand * DenseMatrix.StripRows, (strips + stripsOfBand - 1) / stripsOfBand);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Rows of the largest of them.</summary>
    public int MostRows => Math.Min(_rowsOfBand, _rows);

    /// <summary>The rows of a band.</summary>
    public (int First, int Count) RowsOf(int band) => (band * _rowsOfBand, Math.Min(_rowsOfBand, _rows - (band * _rowsOfBand)));
}
