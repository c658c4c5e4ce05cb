namespace Espalier.Metrics;

/// <summary>Parameters in the prunable matrices of one modality (Si et al. 2023, eq. 10).</summary>
/// <param name="Prunable">All of them.</param>
/// <param name="Kept">Those that the mask keeps.</param>
public sealed record ModalityCounts(long Prunable, long Kept);
