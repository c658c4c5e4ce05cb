using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>How the states of a batch lie where each example's words and regions are one sequence, words first.</summary>
internal sealed class JointSequences
{
    private readonly Tensor? _order, _words, _regions;
    private readonly long _length;

    /// <summary>Finds the places of a batch's words and regions.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="packed">Whether padding is left out, as in <see cref="Sequences"/>.</param>
    public JointSequences(TensorBatch batch, bool packed)
    {
        (Words, Regions) = Sequences.Of(batch, packed);
        (long examples, _length, long regions) = (batch.TokenIds.shape[0], batch.TokenIds.shape[1], batch.Features.shape[1]);
        Tensor? mask = batch.TokenMask is null && batch.RegionMask is null ? null : cat(
            [batch.TokenMask ?? ones(examples, _length, device: batch.TokenIds.device), batch.RegionMask ?? ones(examples, regions, device: batch.TokenIds.device)], 1);
        if (!packed)
        {
            Whole = Sequences.Padded(mask);
            return;
        }
        Whole = Sequences.Packed(examples, _length + regions, mask);
        (List<long> order, List<long> words, List<long> seen) = ([], [], []);
        int firstRegion = Words.Starts[^1];
        for (int b = 0; b < examples; b++)
        {
            for (int row = Words.Starts[b]; row < Words.Starts[b + 1]; row++) Place(row, words);
            for (int row = Regions.Starts[b]; row < Regions.Starts[b + 1]; row++) Place(firstRegion + row, seen);
        }
        (_order, _words, _regions) = (tensor(order.ToArray()), tensor(words.ToArray()), tensor(seen.ToArray()));

        void Place(int row, List<long> rows)
        {
            rows.Add(order.Count);
            order.Add(row);
        }
    }

    /// <summary>The words alone.</summary>
    public Sequences Words { get; }

    /// <summary>The regions alone.</summary>
    public Sequences Regions { get; }

    /// <summary>Both.</summary>
    public Sequences Whole { get; }

    /// <summary>Puts states of the words and of the regions together.</summary>
    public Tensor Join(Tensor words, Tensor regions) => _order is null ? cat([words, regions], 1) : cat([words, regions]).index_select(0, _order);

    /// <summary>The words' states.</summary>
    public Tensor WordsOf(Tensor states) => _words is null ? states.narrow(1, 0, _length) : states.index_select(0, _words);

    /// <summary>The regions' states.</summary>
    public Tensor RegionsOf(Tensor states) =>
        _regions is null ? states.narrow(1, _length, states.shape[1] - _length) : states.index_select(0, _regions);
}
