namespace Espalier.Reports.Pictures;

/// <summary>A point of a <see cref="SpeedCurve"/>.</summary>
/// <param name="Sparsity">The fraction of zeros, from 0 to below 1.</param>
/// <param name="SpeedUp">How many times as fast as what it is compared with.</param>
public sealed record SpeedPoint(double Sparsity, double SpeedUp);
