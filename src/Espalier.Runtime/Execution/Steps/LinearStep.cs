using Espalier.Graphs;
using Espalier.Kernels;
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
    public override int Parts(Plan plan) => checked(matrix.Bands * Shares(plan));

    /// <inheritdoc/>
    public override int Scratch(Plan plan, KernelSet kernels) => matrix.Room;

    // Panels by groups, whose part of the band is begun, summed up and finished while it is in the cache.
    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x), to = run.Value(y), added = residual is { } slot ? run.Value(slot) : default;
        (int share, int band) = Math.DivRem(part, matrix.Bands);
        (int first, int count) = matrix.RowsOf(band);
        ReadOnlySpan<float> biases = bias.Length == 0 ? [] : bias.AsSpan(first, count);
        (int shares, int panels, int together) = (Shares(run.Plan), to.Layout.Panels, PackedMatrix.PanelsTogether(count));
        int last = (share + 1) * panels / shares;
        for (int start = share * panels / shares, end; start < last; start = end)
        {
            end = Math.Min(start + together, last);
            for (int panel = start; panel < end; panel++)
                run.Kernels.SetRows(biases, residual is null ? [] : added.Band(panel, first, count), to.Band(panel, first, count), to.Layout.Width(panel));
            matrix.AddProduct(run.Kernels, band, from, to, start, end - start, scratch);
            if (activation is not { } function) continue;
            for (int panel = start; panel < end; panel++) run.Kernels.Activate(function, to.Band(panel, first, count));
        }
    }

    // Each thread has columns of its own, as far as there are panels: the team gives it the same share of every step, so that what it computes stays in its caches.
    private int Shares(Plan plan) => Math.Min(plan.Threads, plan.Layout(y).Panels);
}
