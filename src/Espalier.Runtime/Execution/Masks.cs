using Espalier.Graphs;

namespace Espalier.Execution;

/// <summary>Which rows are real, as attention takes it.</summary>
internal static class Masks
{
    /// <summary>Writes what is added to the scores of an axis's rows: 0, or what hides padding.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="run">Which rows are real.</param>
    /// <param name="hidden">[B, rows].</param>
    public static void Write(Axis axis, Workspace run, Span<float> hidden)
    {
        hidden.Clear();
        Hide(axis, run, hidden, run.Plan.Shape.Length(axis));
    }

    private static void Hide(Axis axis, Workspace run, Span<float> hidden, int stride)
    {
        switch (axis)
        {
            case Axis.Joined joined:
                Hide(joined.Front, run, hidden, stride);
                Hide(joined.Back, run, hidden[run.Plan.Shape.Length(joined.Front)..], stride);
                break;
            case Axis.Sequence { Mask: { } mask }:
                ReadOnlySpan<bool> real = run.Real(mask);
                int length = run.Plan.Shape.Length(axis);
                for (int i = 0; i < real.Length; i++)
                {
                    if (!real[i]) hidden[(i / length * stride) + (i % length)] = Operation.Attention.Hidden;
                }
                break;
        }
    }
}
