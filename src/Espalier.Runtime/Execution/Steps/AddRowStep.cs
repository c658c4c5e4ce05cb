using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>Adds the same row to all.</summary>
/// <param name="x">What is added to.</param>
/// <param name="row">The row.</param>
/// <param name="y">Where the sums go.</param>
internal sealed class AddRowStep(Slot x, float[] row, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(x).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x);
        run.Kernels.SetRows(row, from.Panel(part), run.Value(y).Panel(part), from.Layout.Width(part));
    }
}
