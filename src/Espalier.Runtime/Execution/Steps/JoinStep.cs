using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>Puts the rows of two values behind each other in each example.</summary>
/// <param name="front">What stands first.</param>
/// <param name="back">What stands behind it.</param>
/// <param name="y">Where they go.</param>
internal sealed class JoinStep(Slot front, Slot back, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [front, back];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(y);

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels to = run.Value(y);
        (int before, int behind) = (run.Plan.Length(front), run.Plan.Length(back));
        int first = part * (before + behind);
        run.Value(front).Copy(part * before, to, first, before);
        run.Value(back).Copy(part * behind, to, first + before, behind);
    }
}
