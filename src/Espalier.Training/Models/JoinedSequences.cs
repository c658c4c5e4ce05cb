using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// Two lists of states of each example, one behind the other, so that all attend to all: VisualBERT's words and regions, mPLUG's patches and words.
/// </summary>
internal sealed class JoinedSequences
{
    private readonly long _length;
    private readonly Tensor? _order;
    private readonly Tensor? _firstRows;
    private readonly Tensor? _secondRows;

    /// <summary>Finds the places.</summary>
    /// <param name="first">How the first list lies.</param>
    /// <param name="second">How the second lies; packed if the first is.</param>
    /// <param name="lengths">States of each example in the two lists, padding included.</param>
    /// <param name="firstMask">1 for a real state and 0 for padding, [B, T]; null where all are real. Not read where they are packed.</param>
    /// <param name="secondMask">Likewise.</param>
    public JoinedSequences(Sequences first, Sequences second, (long First, long Second) lengths, Tensor? firstMask, Tensor? secondMask)
    {
        (First, Second, _length) = (first, second, lengths.First);
        if (!first.IsPacked)
        {
            Mask = (firstMask ?? secondMask) is { } either ? cat([firstMask ?? Real(either, lengths.First), secondMask ?? Real(either, lengths.Second)], 1) : null;
            All = Sequences.Padded(Mask);
            return;
        }
        int examples = first.Starts.Length - 1;
        (int[] counts, List<long> order, List<long> firstRows, List<long> secondRows) = (new int[examples], [], [], []);
        for (int b = 0; b < examples; b++)
        {
            (int own, int other) = (first.Starts[b + 1] - first.Starts[b], second.Starts[b + 1] - second.Starts[b]);
            counts[b] = own + other;
            for (int i = 0; i < own; i++) Add(firstRows, first.Starts[b] + i);
            for (int i = 0; i < other; i++) Add(secondRows, first.Starts[examples] + second.Starts[b] + i);
        }
        All = Sequences.OfLengths(counts);
        (_order, _firstRows, _secondRows) = (Index(order), Index(firstRows), Index(secondRows));

        void Add(List<long> rows, long source)
        {
            rows.Add(order.Count);
            order.Add(source);
        }
    }

    /// <summary>How the first states lie when they are alone.</summary>
    public Sequences First { get; }

    /// <summary>How the second states lie when they are alone.</summary>
    public Sequences Second { get; }

    /// <summary>How the joined states lie.</summary>
    public Sequences All { get; }

    /// <summary>If padded, 1 for a real state and 0 for padding, over both; null where all are real.</summary>
    public Tensor? Mask { get; }

    /// <summary>The joined states.</summary>
    public Tensor Join(Tensor first, Tensor second) => _order is null ? cat([first, second], 1) : cat([first, second]).index_select(0, _order);

    /// <summary>The first states of joined ones.</summary>
    public Tensor FirstOf(Tensor joined) => _firstRows is null ? joined.narrow(1, 0, _length) : joined.index_select(0, _firstRows);

    /// <summary>The second states of joined ones.</summary>
    public Tensor SecondOf(Tensor joined) =>
        _secondRows is null ? joined.narrow(1, _length, joined.shape[1] - _length) : joined.index_select(0, _secondRows);

    private static Tensor Real(Tensor like, long length) => ones(like.shape[0], length, like.dtype, like.device);

    private static Tensor Index(List<long> rows) => tensor(rows.ToArray(), ScalarType.Int64);
}
