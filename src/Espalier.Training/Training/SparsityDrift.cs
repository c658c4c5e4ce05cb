namespace Espalier.Training.Training;

/// <summary>How far training moved the sparsity between two refreshes of the thresholds (Si et al. 2023, code).</summary>
/// <param name="Found">The fraction of zeros over all prunable weights just before the refresh.</param>
/// <param name="Target">The fraction after it.</param>
public readonly record struct SparsityDrift(double Found, double Target);
