namespace Espalier.Kernels.Matrices;

/// <summary>A matrix as it is packed from: what each row keeps in each block of <see cref="SparseMatrix.BlockColumns"/> columns.</summary>
internal interface IMatrixRows
{
    /// <summary>Rows.</summary>
    int Rows { get; }

    /// <summary>Columns.</summary>
    int Columns { get; }

    /// <summary>How many weights a row keeps in a block.</summary>
    byte Kept(int row, int block);

    /// <summary>Copies what a row keeps in a block.</summary>
    /// <param name="row">The row.</param>
    /// <param name="block">The block.</param>
    /// <param name="values">Takes the weights; one longer than a block.</param>
    /// <param name="columns">Takes their columns within the block, ascending; as long.</param>
    /// <returns>How many there are.</returns>
    int Read(int row, int block, scoped Span<float> values, scoped Span<byte> columns);
}
