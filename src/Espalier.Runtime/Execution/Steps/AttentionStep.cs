using Espalier.Kernels;

namespace Espalier.Execution.Steps;

/// <summary>
/// Attention; a part is one head of one example. Sequences are short: their queries, keys and values are copied to where they lie close together, and the
/// scores of up to a panel of queries with all keys are there at once. Scores stand as [keys, queries], so that softmax works on vectors of queries.
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
    public override int Parts(Plan plan) => plan.Batch * heads;

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
        int length = run.Plan.Length(keys), asked = run.Plan.Length(queries);
        PanelLayout layout = run.Kernels.Layout(asked);
        Span<float> k = Take(ref scratch, _width * length), v = Take(ref scratch, _valueWidth * length);
        run.Value(keys).Read(example * length, length, head * _width, k, length);
        run.Value(values).Read(example * length, length, head * _valueWidth, v, length);
        ReadOnlySpan<float> hidden = mask is { } axis ? run.Hidden(axis).Slice(example * length, length) : [];
        for (int panel = 0; panel < layout.Panels; panel++)
        {
            (int start, int width) = (layout.Start(panel), layout.Width(panel));
            int count = Math.Min(width, asked - start), first = (example * asked) + start;
            Span<float> rest = scratch;
            Span<float> q = Take(ref rest, _width * width), scores = Take(ref rest, length * width), mixed = Take(ref rest, _valueWidth * width);
            // What stands beyond the last query must be numbers, as it is computed with.
            if (count < width) q.Clear();
            run.Value(queries).Read(first, count, head * _width, q, width);
            scores.Clear();
            run.Kernels.AddProduct(k, 1, length, q, scores, width);
            if (causal) Hide(scores, start, width);
            run.Kernels.Softmax(scores, 1 / MathF.Sqrt(_width), hidden, width);
            mixed.Clear();
            run.Kernels.AddProduct(v, length, 1, scores, mixed, width);
            run.Value(y).Write(first, count, head * _valueWidth, mixed, width);
        }
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
