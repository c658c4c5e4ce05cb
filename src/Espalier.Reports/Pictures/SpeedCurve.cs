namespace Espalier.Reports.Pictures;

/// <summary>How fast something is at several sparsities.</summary>
/// <param name="Engine">What it is; it decides the colour.</param>
/// <param name="Setting">What it was measured with, "8 questions, 1 thread"; it decides marker and dashes.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Allocation">How zeros are shared, for the legend of hollow points.</param>
/// <param name="Points">At least one, by ascending sparsity.</param>
public sealed record SpeedCurve(string Engine, string Setting, SpeedCurveKind Kind, string Allocation, IReadOnlyList<SpeedPoint> Points);
