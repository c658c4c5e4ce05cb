using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>
/// Attention; a part is one head of one example of the keys, which may be shared by several examples of queries. Sequences are short: the scores of up to a panel of queries with all keys are there at once, as
/// [keys, queries], so that softmax works on vectors of queries. An example whose columns lie in several panels, or whose queries are not the whole of
/// one, is copied to where they do and are.
/// </summary>
/// <param name="queries">Queries, head by head.</param>
/// <param name="keys">Keys, head by head.</param>
/// <param name="values">Values, head by head.</param>
/// <param name="heads">How many heads.</param>
/// <param name="mask">The masked axis of the keys; null if all are real.</param>
/// <param name="causal">Whether a query sees no key behind it.</param>
/// <param name="y">Where it goes.</param>
internal sealed class AttentionStep(Slot queries, Slot keys, Slot values, int heads, int? mask, bool causal, Slot y) : Step
{
    // Times any factor, the power of it is 0.
    private const float Unseen = -1e30f;

    private readonly int _width = keys.Width / heads, _valueWidth = values.Width / heads;

    /// <inheritdoc/>
    public override IReadOnlyList<Slot> Reads => [queries, keys, values];

    /// <inheritdoc/>
    public override Slot? Writes => y;

    /// <inheritdoc/>
    public override int Parts(Plan plan) => plan.Examples(keys) * heads;

    /// <inheritdoc/>
    public override int Scratch(Plan plan, KernelSet kernels)
    {
        int length = plan.Length(keys);
        return checked(((_width + _valueWidth) * length) + ((_width + _valueWidth + length) * kernels.WidestPanel) + (5 * AlignedMemory.Line));
    }

    /// <inheritdoc/>
    public override void Run(Workspace run, int part, Span<float> scratch)
    {
        (int example, int head) = Math.DivRem(part, heads);
        int length = run.Plan.Length(keys), examples = run.Plan.Examples(keys), asked = run.Plan.Layout(queries).Columns / examples;
        PanelLayout layout = run.Kernels.Layout(asked);
        Panels q = run.Value(queries), mixed = run.Value(y);
        ReadOnlySpan<float> k = Columns(run.Value(keys), example * length, length, head * _width, _width, ref scratch, out int kStep);
        ReadOnlySpan<float> v = Columns(run.Value(values), example * length, length, head * _valueWidth, _valueWidth, ref scratch, out int vRow);
        ReadOnlySpan<float> hidden = mask is { } axis ? run.Hidden(axis).Slice(example * length, length) : [];
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            (int start, int width) = (layout.Start(panel), layout.Width(panel));
            Span<float> rest = scratch, scores = Take(ref rest, length * width);
            if (examples == 1)
            {
                Score(run, k, kStep, q.Band(panel, head * _width, _width), scores, width, hidden, start);
                Mix(run, v, vRow, scores, mixed.Band(panel, head * _valueWidth, _valueWidth), width);
                continue;
            }
            int count = Math.Min(width, asked - start), first = (example * asked) + start;
            Span<float> copy = Take(ref rest, _width * width), result = Take(ref rest, _valueWidth * width);
            // What stands beyond the last query must be numbers, as it is computed with.
            if (count < width) copy.Clear();
            q.Read(first, count, head * _width, copy, width);
            Score(run, k, kStep, copy, scores, width, hidden, start);
            Mix(run, v, vRow, scores, result, width);
            mixed.Write(first, count, head * _valueWidth, result, width);
        }
    }

    private void Score(Workspace run, ReadOnlySpan<float> k, int kStep, Span<float> q, Span<float> scores, int width, ReadOnlySpan<float> hidden, int start)
    {
        scores.Clear();
        run.Kernels.AddProduct(k, 1, kStep, q, scores, width);
        if (causal) Hide(scores, start, width);
        run.Kernels.Softmax(scores, 1 / MathF.Sqrt(_width), hidden, width);
    }

    private static void Mix(Workspace run, ReadOnlySpan<float> v, int vRow, Span<float> scores, Span<float> mixed, int width)
    {
        mixed.Clear();
        run.Kernels.AddProduct(v, vRow, 1, scores, mixed, width);
    }

    // Some rows of an example's columns: where they are, if they lie together, else a copy. The step is from a row to the next.
    private static ReadOnlySpan<float> Columns(Panels from, int column, int count, int firstRow, int rows, ref Span<float> scratch, out int step)
    {
        if (from.Run(column, count, out int start, out step) == count) return from.Numbers.Slice(start + (firstRow * step), ((rows - 1) * step) + count);
        Span<float> copy = Take(ref scratch, rows * count);
        from.Read(column, count, firstRow, copy, count);
        step = count;
        return copy;
    }

    // Each begins on a cache line, as the memory itself does.
    private static Span<float> Take(ref Span<float> memory, int length)
    {
        Span<float> taken = memory[..length];
        memory = memory[((length + AlignedMemory.Line - 1) / AlignedMemory.Line * AlignedMemory.Line)..];
        return taken;
    }

    // Of each key, the queries before it.
    private static void Hide(Span<float> scores, int start, int width)
    {
        for (int key = start + 1; key * width < scores.Length; key++) scores.Slice(key * width, Math.Min(key - start, width)).Fill(Unseen);
    }
}
