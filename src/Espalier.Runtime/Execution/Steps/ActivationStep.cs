using Espalier.Graphs;

namespace Espalier.Execution.Steps;

/// <summary>A function of each number, where no linear layer took it over.</summary>
/// <param name="x">The input.</param>
/// <param name="kind">The function.</param>
/// <param name="y">Where it goes.</param>
internal sealed class ActivationStep(Slot x, ActivationKind kind, Slot y) : Step
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
        Span<float> to = run.Value(y).Panel(part);
        run.Value(x).Panel(part).CopyTo(to);
        run.Kernels.Activate(kind, to);
    }
}
