using Espalier.Kernels;
using Espalier.Kernels.Matrices;
using Espalier.Numerics;

namespace Espalier.Execution.Steps;

/// <summary>Looks rows of a table up.</summary>
/// <param name="ids">The input that numbers them.</param>
/// <param name="table">The table.</param>
/// <param name="y">Where they go.</param>
internal sealed class EmbeddingStep(string ids, IRowTable table, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Layout(y).Panels;

    /// <inheritdoc/>
    public override int Scratch(Plan plan, KernelSet kernels) => y.Width;

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels to = run.Value(y);
        Span<float> panel = to.Panel(part);
        ReadOnlySpan<int> rows = run.Ids(ids);
        (int first, int width) = (to.Layout.Start(part), to.Layout.Width(part));
        for (int column = 0; column < width && first + column < rows.Length; column++)
        {
            int row = rows[first + column];
            if ((uint)row >= (uint)table.Rows) throw new ArgumentException($"{ids} has {row}, which is not in the vocabulary of {table.Rows}.");
            Transposition.Turn(table.Row(row, scratch), y.Width, panel[column..], width, 1, y.Width);
        }
    }
}
