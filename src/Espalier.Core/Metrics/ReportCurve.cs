namespace Espalier.Metrics;

/// <summary>One measure of one model over the steps of its training.</summary>
public sealed record ReportCurve
{
    /// <summary>The model's id in the summary.</summary>
    public required string Model { get; init; }

    /// <summary>The stage in which it was measured: 1, 2 or 3.</summary>
    public required int Stage { get; init; }

    /// <summary>"accuracy" (percent) or "loss".</summary>
    public required string Measure { get; init; }

    /// <summary>The part it was measured on: train, validation-id, validation-ood.</summary>
    public required string Part { get; init; }

    /// <summary>Optimizer steps, ascending, counted from the start of the stage.</summary>
    public required IReadOnlyList<double> Steps { get; init; }

    /// <summary>The values at these steps.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The step whose checkpoint was kept, if this curve decided it.</summary>
    public double? SelectedStep { get; init; }
}
