using Espalier.Graphs;

namespace Espalier.Execution;

/// <summary>How large inputs are: examples of a batch, and how long each of the graph's sequences is.</summary>
/// <param name="batch">Examples.</param>
/// <param name="each">How many examples that follow each other have the rows of shared axes in common; the batch is a multiple of it.</param>
/// <param name="axes">The graph's sequences.</param>
/// <param name="lengths">Their lengths, in the same order.</param>
internal sealed class Shape(int batch, int each, IReadOnlyList<Axis.Sequence> axes, int[] lengths)
{
    /// <summary>How many times the rows of an axis are there: once for each example, or for those that share them.</summary>
    public int Examples(Axis axis) => axis is Axis.Sequence { IsShared: true } ? batch / each : batch;

    /// <summary>Rows of all examples.</summary>
    public int Rows(Axis axis) => checked(Examples(axis) * Length(axis));

    /// <summary>Rows of each example.</summary>
    public int Length(Axis axis)
    {
        switch (axis)
        {
            case Axis.Fixed known: return known.Length;
            case Axis.Joined joined: return checked(Length(joined.Front) + Length(joined.Back));
            default:
                for (int i = 0; i < axes.Count; i++)
                {
                    if (axes[i].Equals(axis)) return lengths[i];
                }
                throw new ArgumentException($"{axis} is no sequence of the graph's inputs.", nameof(axis));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{batch} examples{(each == 1 ? "" : $", {each} on the same rows,")} of {string.Join(" and ", lengths.Zip(axes, (length, axis) => $"{length} {axis.Name}"))}";

    /// <summary>Whether it is this shape.</summary>
    public bool Is(int examples, int sharing, ReadOnlySpan<int> sizes) => (examples, sharing) == (batch, each) && sizes.SequenceEqual(lengths);
}
