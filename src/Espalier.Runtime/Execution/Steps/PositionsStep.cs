using System.Numerics.Tensors;
using Espalier.Kernels;
using Espalier.Kernels.Matrices;
using Espalier.Numerics;

namespace Espalier.Execution.Steps;

/// <summary>Adds row i of a table to row i of each example. Of the table no more rows are in memory than the longest sequence so far has.</summary>
/// <param name="x">What is added to.</param>
/// <param name="table">The table.</param>
/// <param name="y">Where the sums go.</param>
internal sealed class PositionsStep(Slot x, IRowTable table, Slot y) : Step
{
    private readonly Lock _lock = new();

    // Where columns of the table lie one behind the other, and how many rows of it there are.
    private volatile Tuple<float[], int> _turned = new([], 0);

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [x];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(y);

    /// <inheritdoc/>
    public override void Check(Plan plan)
    {
        int length = plan.Length(x);
        if (length > table.Rows) throw new ArgumentException($"Sequences of {length} are longer than the {table.Rows} that the model knows.", nameof(plan));
        lock (_lock)
        {
            if (_turned.Item2 < length) _turned = new(Turn(length), length);
        }
    }

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(x), to = run.Value(y);
        int length = run.Plan.Length(x);
        (float[] turned, int positions) = _turned;
        for (int done = 0, count; done < length; done += count)
        {
            count = from.Run((part * length) + done, length - done, out int at, out int width);
            for (int row = 0; row < from.Rows; row++, at += width)
                TensorPrimitives.Add(from.Numbers.Slice(at, count), turned.AsSpan((row * positions) + done, count), to.Numbers.Slice(at, count));
        }
    }

    private float[] Turn(int positions)
    {
        float[] turned = new float[positions * x.Width], room = new float[x.Width];
        for (int row = 0; row < positions; row++) Transposition.Turn(table.Row(row, room), x.Width, turned.AsSpan(row), positions, 1, x.Width);
        return turned;
    }
}
