namespace Espalier.Kernels.Matrices;

/// <summary>Rows of a block that have equally many kept weights, so that a loop over them always runs as long.</summary>
/// <param name="Kept">Kept weights of each row, at least 1.</param>
/// <param name="Rows">How many rows.</param>
internal readonly record struct RowGroup(ushort Kept, ushort Rows);
