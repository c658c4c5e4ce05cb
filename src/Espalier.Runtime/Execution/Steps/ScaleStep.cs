namespace Espalier.Execution.Steps;

/// <summary>x times a constant.</summary>
/// <param name="x">The input.</param>
/// <param name="factor">The constant.</param>
/// <param name="y">Where the product goes.</param>
internal sealed class ScaleStep(Slot x, float factor, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(x).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch) =>
        run.Kernels.Scale(run.Value(x).Panel(part), factor, run.Value(y).Panel(part));
}
