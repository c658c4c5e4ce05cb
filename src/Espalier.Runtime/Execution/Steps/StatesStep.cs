using Espalier.Kernels;
using Espalier.Numerics;

namespace Espalier.Execution.Steps;

/// <summary>Brings rows that are an input into panels.</summary>
/// <param name="input">The input.</param>
/// <param name="y">Where they go.</param>
internal sealed class StatesStep(string input, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(y).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels to = run.Value(y);
        (int first, int width) = (to.Layout.Start(part), to.Layout.Width(part));
        Transposition.Turn(run.Rows(input)[(first * to.Rows)..], to.Rows, to.Panel(part), width, Math.Min(width, to.Layout.Columns - first), to.Rows);
    }
}
