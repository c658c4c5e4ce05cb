namespace Espalier.Reports.Pictures;

/// <summary>How a <see cref="SpeedCurve"/> is drawn.</summary>
public enum SpeedCurveKind
{
    /// <summary>Points with lines between them.</summary>
    Curve,

    /// <summary>Hollow points, each of a model of its own.</summary>
    Points,

    /// <summary>A line across: sparsity is nothing to it.</summary>
    Dense,
}
