namespace Espalier.Kernels.Matrices;

/// <summary>What a band lists of a block: strips of four rows, then the rows that are left.</summary>
/// <param name="Strips">How many strips.</param>
/// <param name="Singles">How many rows behind them, fewer than a strip has.</param>
internal readonly record struct SparseBlock(ushort Strips, ushort Singles);
