using Espalier.Graphs;
using Espalier.Kernels.Matrices;

namespace Espalier.Execution.Steps;

/// <summary>f(W x + b + residual), where the residual and f may be missing.</summary>
/// <param name="x">The input.</param>
/// <param name="matrix">W.</param>
/// <param name="bias">b; none if empty.</param>
/// <param name="residual">What is added.</param>
/// <param name="activation">f.</param>
/// <param name="y">Where it goes.</param>
internal sealed class LinearStep(Slot x, PackedMatrix matrix, float[] bias, Slot? residual, ActivationKind? activation, Slot y) : Step
{
    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => residual is { } added ? [x, added] : [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => matrix.Bands;

    // A band of weights stays in the cache while all panels pass; each panel's part of the band is finished while it is there, too.
    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x), to = run.Value(y), added = residual is { } slot ? run.Value(slot) : default;
        (int first, int count) = matrix.RowsOf(part);
        ReadOnlySpan<float> biases = bias.Length == 0 ? [] : bias.AsSpan(first, count);
        for (int panel = 0; panel < to.Layout.Panels; panel++)
        {
            int width = to.Layout.Width(panel);
            Span<float> rows = to.Band(panel, first, count);
            run.Kernels.SetRows(biases, residual is null ? [] : added.Band(panel, first, count), rows, width);
            matrix.AddProduct(run.Kernels, part, from.Panel(panel), rows, width);
            if (activation is { } function) run.Kernels.Activate(function, rows);
        }
    }
}
