namespace Espalier.Kernels.Matrices;

/// <summary>Where a band of a sparse matrix begins in each of its lists.</summary>
/// <param name="FirstRow">Its first row in the matrix.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Value">In the kept weights and their columns.</param>
/// <param name="Listed">In the listed rows.</param>
/// <param name="Length">In the lengths of strips and single rows.</param>
/// <param name="Block">In what is listed of each block.</param>
internal readonly record struct SparseBand(int FirstRow, int Rows, int Value, int Listed, int Length, int Block);
