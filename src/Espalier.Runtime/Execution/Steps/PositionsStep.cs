using Espalier.Numerics;
using System.Numerics.Tensors;

namespace Espalier.Execution.Steps;

/// <summary>Adds row i of a table to row i of each example.</summary>
internal sealed class PositionsStep : Step
{
    private readonly Slot _x, _y;
    private readonly float[] _turned;
    private readonly int _positions;

    /// <summary>Prepares the table.</summary>
    /// <param name="x">What is added to.</param>
    /// <param name="table">The table, row-major.</param>
    /// <param name="y">Where the sums go.</param>
    public PositionsStep(Slot x, float[] table, Slot y)
    {
        (_x, _y, _turned, _positions) = (x, y, new float[table.Length], table.Length / x.Width);
        Transposition.Turn(table, x.Width, _turned, _positions, _positions, x.Width);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [_x];

    /// <inheritdoc/>
    public override Slot? Writes => _y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(_y);

    /// <inheritdoc/>
    public override void Check(Plan plan)
    {
        if (plan.Length(_x) > _positions) throw new ArgumentException($"Sequences of {plan.Length(_x)} are longer than the {_positions} that the model knows.", nameof(plan));
    }

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        Panels from = run.Value(_x), to = run.Value(_y);
        int length = run.Plan.Length(_x);
        for (int done = 0, count; done < length; done += count)
        {
            count = from.Run((part * length) + done, length - done, out int at, out int width);
            for (int row = 0; row < from.Rows; row++, at += width)
                TensorPrimitives.Add(from.Numbers.Slice(at, count), _turned.AsSpan((row * _positions) + done, count), to.Numbers.Slice(at, count));
        }
    }
}
