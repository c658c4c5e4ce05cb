using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>Puts the same row before those of each example.</summary>
/// <param name="x">What it is put before.</param>
/// <param name="row">The row.</param>
/// <param name="y">Where they go.</param>
internal sealed class PrependStep(Slot x, float[] row, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(y);

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels to = run.Value(y);
        int length = run.Plan.Length(x), first = part * (length + 1);
        to.Write(first, 1, 0, row, 1);
        run.Value(x).Copy(part * length, to, first + 1, length);
    }
}
