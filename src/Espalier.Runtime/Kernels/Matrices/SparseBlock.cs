namespace Espalier.Kernels.Matrices;

/// <summary>What a band lists of a block, strips of four rows and then the rows that are left, and where it begins in each list.</summary>
/// <param name="Strips">How many strips.</param>
/// <param name="Singles">How many rows behind them, fewer than a strip has.</param>
/// <param name="Value">In the kept weights and their columns.</param>
/// <param name="Listed">In the listed rows.</param>
/// <param name="Length">In the lengths of strips and single rows.</param>
internal readonly record struct SparseBlock(ushort Strips, ushort Singles, int Value, int Listed, int Length)
{
    /// <summary>How many rows.</summary>
    public int Rows => (Strips * SparseMatrix.StripRows) + Singles;
}
