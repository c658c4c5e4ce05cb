namespace Espalier.Kernels.Matrices;

/// <summary>A row of a matrix that need not be stored with its zeros.</summary>
internal static class MatrixRow
{
    /// <summary>Puts what a row keeps in its places.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="row">The row.</param>
    /// <param name="weights">A row of zeros.</param>
    public static void Spread<TRows>(TRows matrix, int row, Span<float> weights)
        where TRows : IMatrixRows, allows ref struct
    {
        Span<float> values = stackalloc float[SparseMatrix.BlockColumns + 1];
        Span<byte> columns = stackalloc byte[SparseMatrix.BlockColumns + 1];
        for (int block = 0; block < SparseMatrix.BlocksOf(matrix.Columns); block++)
        {
            Span<float> part = weights[(block * SparseMatrix.BlockColumns)..];
            int kept = matrix.Read(row, block, values, columns);
            for (int i = 0; i < kept; i++) part[columns[i]] = values[i];
        }
    }
}
