namespace Espalier.Sparsity;

/// <summary>A matrix that may be pruned, as an allocation sees it.</summary>
/// <param name="Name">The checkpoint's name of the weight, "lxmert.pooler.dense.weight".</param>
/// <param name="Group">Its group, "language", "vision", "cross" or "pooler".</param>
/// <param name="Count">The number of weights.</param>
public readonly record struct PrunableMatrix(string Name, string Group, long Count);
