namespace Espalier.Sparsity;

/// <summary>What an allocation wants of one matrix.</summary>
/// <param name="Matrix">The matrix.</param>
/// <param name="Sparsity">The fraction of zeros, 0 to 1.</param>
public readonly record struct MatrixTarget(PrunableMatrix Matrix, double Sparsity)
{
    /// <summary>The exact number of zeros, floor(count * sparsity).</summary>
    public long Zeros => ZeroCount.Of(Matrix.Count, Sparsity);
}
