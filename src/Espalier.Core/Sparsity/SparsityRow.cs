namespace Espalier.Sparsity;

/// <summary>Exact counts of a matrix, a group or all of them.</summary>
/// <param name="Name">The name of the matrix or group, or "total".</param>
/// <param name="Count">The number of prunable weights.</param>
/// <param name="Zeros">How many of them are pruned.</param>
public readonly record struct SparsityRow(string Name, long Count, long Zeros)
{
    /// <summary>How many of the weights are kept.</summary>
    public long Kept => Count - Zeros;

    /// <summary>The fraction of zeros; 0 if there are no weights.</summary>
    public double Sparsity => Count == 0 ? 0 : (double)Zeros / Count;
}
