namespace Espalier.Kernels.Matrices;

/// <summary>A matrix that is stored without its zeros, to be multiplied with or to be read row by row. Safe to use from several threads.</summary>
internal abstract class SparseTable : IRowTable
{
    /// <inheritdoc/>
    public abstract int Rows { get; }

    /// <summary>Numbers of a row.</summary>
    public abstract int Columns { get; }

    /// <summary>The share of weights that are left out.</summary>
    public abstract double Sparsity { get; }

    /// <summary>As kernels read it. Its numbers stay where they are stored.</summary>
    public abstract SparseMatrix Matrix();

    /// <inheritdoc/>
    public abstract ReadOnlySpan<float> Row(int row, Span<float> room);
}
