using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>LayerNorm.</summary>
/// <param name="x">The input.</param>
/// <param name="gain">A number for each number of a row.</param>
/// <param name="bias">A number for each number of a row.</param>
/// <param name="epsilon">What is added to the variance.</param>
/// <param name="y">Where it goes.</param>
internal sealed class NormStep(Slot x, float[] gain, float[] bias, float epsilon, Slot y) : Step
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
        run.Kernels.Normalise(from.Panel(part), gain, bias, epsilon, run.Value(y).Panel(part), from.Layout.Width(part));
    }
}
