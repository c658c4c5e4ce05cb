using Espalier.Graphs;

namespace Espalier.Execution.Steps;

/// <summary>Takes one of the two parts of joined rows.</summary>
/// <param name="x">The joined rows.</param>
/// <param name="back">Which part.</param>
/// <param name="y">Where it goes.</param>
internal sealed class PartStep(Slot x, bool back, Slot y) : Step
{
    private readonly Axis _front = ((Axis.Joined)x.Axis).Front;

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(y);

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        int length = run.Plan.Length(y), first = (part * run.Plan.Length(x)) + (back ? run.Plan.Shape.Length(_front) : 0);
        run.Value(x).Copy(first, run.Value(y), part * length, length);
    }
}
