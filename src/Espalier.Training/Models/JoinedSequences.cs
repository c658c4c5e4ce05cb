using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>Two lists of states of each example, put behind each other so that all attend to all: first those of the image, then those of the text.</summary>
internal sealed class JoinedSequences
{
    private readonly long _length;
    private readonly Tensor? _order;
    private readonly Tensor? _firstRows;
    private readonly Tensor? _secondRows;

    /// <summary>Finds the places.</summary>
    /// <param name="first">Of the image.</param>
    /// <param name="second">Of the text; packed if the first are.</param>
    /// <param name="length">States of each image, all real.</param>
    /// <param name="mask">1 for a real state of the text and 0 for padding, [B, T]; null where all are real. Not read where they are packed.</param>
    public JoinedSequences(Sequences first, Sequences second, long length, Tensor? mask)
    {
        _length = length;
        if (!first.IsPacked)
        {
            Mask = mask is null ? null : cat([ones(mask.shape[0], length, mask.dtype, mask.device), mask], 1);
            All = Sequences.Padded(Mask);
            return;
        }
        int examples = first.Starts.Length - 1;
        (int[] lengths, List<long> order, List<long> firstRows, List<long> secondRows) = (new int[examples], [], [], []);
        for (int b = 0; b < examples; b++)
        {
            (int own, int other) = (first.Starts[b + 1] - first.Starts[b], second.Starts[b + 1] - second.Starts[b]);
            lengths[b] = own + other;
            for (int i = 0; i < own; i++) Add(firstRows, first.Starts[b] + i);
            for (int i = 0; i < other; i++) Add(secondRows, first.Starts[examples] + second.Starts[b] + i);
        }
        All = Sequences.OfLengths(lengths);
        (_order, _firstRows, _secondRows) = (Index(order), Index(firstRows), Index(secondRows));

        void Add(List<long> rows, long source)
        {
            rows.Add(order.Count);
            order.Add(source);
        }
    }

    /// <summary>How the joined states lie.</summary>
    public Sequences All { get; }

    /// <summary>If padded, 1 for a real state and 0 for padding, over both; null where all are real.</summary>
    public Tensor? Mask { get; }

    /// <summary>The joined states.</summary>
    public Tensor Join(Tensor first, Tensor second) => _order is null ? cat([first, second], 1) : cat([first, second]).index_select(0, _order);

    /// <summary>The states apart again.</summary>
    public (Tensor First, Tensor Second) Split(Tensor joined) => _order is null
        ? (joined.narrow(1, 0, _length), joined.narrow(1, _length, joined.shape[1] - _length))
        : (joined.index_select(0, _firstRows!), joined.index_select(0, _secondRows!));

    private static Tensor Index(List<long> rows) => tensor(rows.ToArray(), ScalarType.Int64);
}
