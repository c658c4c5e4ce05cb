using Espalier.Kernels;
using Espalier.Numerics;

namespace Espalier.Execution.Steps;

/// <summary>Brings a value's panels into rows that are an output.</summary>
/// <param name="output">The output.</param>
/// <param name="x">The value.</param>
internal sealed class OutputStep(string output, Slot x) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => null;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(x).Panels;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x);
        (int first, int width) = (from.Layout.Start(part), from.Layout.Width(part));
        Transposition.Turn(from.Panel(part), width, run.Output(output)[(first * from.Rows)..], from.Rows, from.Rows, Math.Min(width, from.Layout.Columns - first));
    }
}
