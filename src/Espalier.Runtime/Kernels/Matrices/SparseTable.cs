namespace Espalier.Kernels.Matrices;

/// <summary>A matrix that is stored without its zeros, to be packed for kernels or to be read row by row.</summary>
internal abstract class SparseTable : IRowTable
{
    /// <inheritdoc/>
    public abstract int Rows { get; }

    /// <summary>Numbers of a row.</summary>
    public abstract int Columns { get; }

    /// <summary>How many weights are kept.</summary>
    public abstract int Kept { get; }

    /// <summary>The share of weights that are left out.</summary>
    public double Sparsity => 1 - (Kept / ((double)Rows * Columns));

    /// <summary>Packs it.</summary>
    public abstract SparseMatrix Pack();

    /// <inheritdoc/>
    public ReadOnlySpan<float> Row(int row, Span<float> room)
    {
        Span<float> weights = room[..Columns];
        weights.Clear();
        Fill(row, weights);
        return weights;
    }

    /// <summary>Puts what a row keeps in its places.</summary>
    /// <param name="row">The row.</param>
    /// <param name="weights">A row of zeros.</param>
    protected abstract void Fill(int row, Span<float> weights);
}
