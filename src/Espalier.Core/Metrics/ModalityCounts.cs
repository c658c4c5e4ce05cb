namespace Espalier.Metrics;

/// <summary>Parameters in the prunable matrices of one modality.</summary>
/// <param name="Prunable">All of them.</param>
/// <param name="Kept">Those that the mask keeps.</param>
public sealed record ModalityCounts(long Prunable, long Kept);
