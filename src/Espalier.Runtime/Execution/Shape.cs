using Espalier.Graphs;

namespace Espalier.Execution;

/// <summary>How large inputs are: examples of a batch, and how long each of the graph's sequences is.</summary>
/// <param name="batch">Examples.</param>
/// <param name="axes">The graph's sequences.</param>
/// <param name="lengths">Their lengths, in the same order.</param>
internal sealed class Shape(int batch, IReadOnlyList<Axis.Sequence> axes, int[] lengths)
{
    /// <summary>Examples.</summary>
    public int Batch => batch;

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
    public override string ToString() => $"{batch} examples of {string.Join(" and ", lengths.Zip(axes, (length, axis) => $"{length} {axis.Name}"))}";

    /// <summary>Whether it is this shape.</summary>
    public bool Is(int examples, ReadOnlySpan<int> sizes) => examples == batch && sizes.SequenceEqual(lengths);
}
