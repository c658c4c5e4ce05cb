using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>Takes the first row of each example.</summary>
/// <param name="x">All rows.</param>
/// <param name="y">Where it goes.</param>
internal sealed class FirstStep(Slot x, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => 1;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x), to = run.Value(y);
        for (int example = 0; example < run.Plan.Examples(x); example++) from.Copy(example * run.Plan.Length(x), to, example, 1);
    }
}
