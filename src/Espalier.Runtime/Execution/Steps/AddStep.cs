namespace Espalier.Execution.Steps;

/// <summary>x + y, where no linear layer took it over.</summary>
/// <param name="x">One input.</param>
/// <param name="other">The other.</param>
/// <param name="y">Where the sum goes.</param>
internal sealed class AddStep(Slot x, Slot other, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x, other];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(x).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch) =>
        run.Kernels.Add(run.Value(x).Panel(part), run.Value(other).Panel(part), run.Value(y).Panel(part));
}
