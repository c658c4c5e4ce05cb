namespace Espalier.Kernels.Matrices;

/// <summary>The rows of a band of a sparse matrix.</summary>
/// <param name="FirstRow">Its first row in the matrix.</param>
/// <param name="Rows">How many rows.</param>
internal readonly record struct SparseBand(int FirstRow, int Rows);
