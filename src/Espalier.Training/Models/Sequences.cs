using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// How the states of a batch's word pieces or regions lie in a tensor. Packed, only the real ones are there, example after example, [N, H]: padding, a
/// third of a batch of questions, then costs nothing, and no result or gradient changes, as nothing reads from it. Padded, they are [B, T, H]
/// and a mask is added to attention scores.
/// </summary>
internal sealed class Sequences
{
    private readonly int[]? _starts;
    private readonly long[] _positions;
    private readonly Tensor? _rows;

    private Sequences(int[]? starts, long[] positions, Tensor? rows, Tensor? mask) =>
        (_starts, _positions, _rows, Mask) = (starts, positions, rows, mask);

    /// <summary>Added to scores over these states, [B, 1, 1, T], or [B, 1, T, T] where it depends on the query; null where nothing is padded or all is packed.</summary>
    public Tensor? Mask { get; }

    /// <summary>Whether the states are [N, H].</summary>
    public bool IsPacked => _starts is not null;

    /// <summary>If packed, the row of each example's first state, and the number of all.</summary>
    public int[] Starts => _starts ?? throw new InvalidOperationException("The states are not packed.");

    /// <summary>States [B, T, H], all of which attention may read but for those that the mask [B, T] says are padding.</summary>
    public static Sequences Padded(Tensor? mask) =>
        // 0 where a position is real and -10,000 where it is padding, as in BERT.
        new(null, [], null, mask is null ? null : ((mask - 1) * 10_000).unsqueeze(1).unsqueeze(1));

    /// <summary>States [B, T, H] that read no later ones, nor those that the mask [B, T] says are padding.</summary>
    public static Sequences Causal(Tensor mask)
    {
        long length = mask.shape[1];
        Tensor earlier = ones(length, length, device: mask.device).tril();
        return new Sequences(null, [], null, ((mask.unsqueeze(1) * earlier - 1) * 10_000).unsqueeze(1));
    }

    /// <summary>Packed states of which each example has so many, all of them real and in order.</summary>
    public static Sequences OfLengths(IReadOnlyList<int> lengths)
    {
        int[] starts = new int[lengths.Count + 1];
        for (int b = 0; b < lengths.Count; b++) starts[b + 1] = starts[b] + lengths[b];
        return new Sequences(starts, [], null, null);
    }

    /// <summary>Packs the real states of [B, T], those where the mask is not 0; without a mask all are.</summary>
    /// <exception cref="ArgumentException">An example's first position is padding.</exception>
    public static Sequences Packed(long batch, long length, Tensor? mask)
    {
        int[] starts = new int[batch + 1];
        List<long> positions = new((int)(batch * length));
        ReadOnlySpan<float> real = mask is null ? [] : MemoryMarshal.Cast<byte, float>(mask.In(ScalarType.Float32).contiguous().bytes);
        for (int b = 0; b < batch; b++)
        {
            if (mask is not null && real[(int)(b * length)] == 0) throw new ArgumentException($"The first position of example {b} is padding.", nameof(mask));
            for (long at = b * length; at < (b + 1) * length; at++)
            {
                if (mask is null || real[(int)at] != 0) positions.Add(at);
            }
            starts[b + 1] = positions.Count;
        }
        Tensor? rows = positions.Count == batch * length ? null : tensor(positions.ToArray(), ScalarType.Int64);
        return new Sequences(starts, [.. positions], rows, null);
    }

    /// <summary>How words and regions of a batch lie.</summary>
    public static (Sequences Words, Sequences Regions) Of(TensorBatch batch, bool packed)
    {
        if (!packed) return (Padded(batch.TokenMask), Padded(batch.RegionMask));
        long[] words = batch.TokenIds.shape, regions = batch.Features.shape;
        return (Packed(words[0], words[1], batch.TokenMask), Packed(regions[0], regions[1], batch.RegionMask));
    }

    /// <summary>Where each state was in the padded batch [B, T]: its place b T + t, int64 [N]. For packed states.</summary>
    public Tensor Positions() => tensor(_positions, ScalarType.Int64);

    /// <summary>Puts [B, T, ...] into the form of the states: [N, ...] or as it is.</summary>
    public Tensor Arrange(Tensor padded)
    {
        if (!IsPacked) return padded;
        Tensor flat = padded.flatten(0, 1);
        return _rows is null ? flat : flat.index_select(0, _rows);
    }

    /// <summary>The rows of states, once they are flattened to [any, H], that belong to places b T + t of the padded batch. All of them are real.</summary>
    public Tensor RowsOf(Tensor places)
    {
        if (_rows is null) return places;
        return searchsorted(_rows, places);
    }

    /// <summary>Each example's first state, [B, H] or [B, 1, H].</summary>
    public Tensor First(Tensor states) =>
        IsPacked ? states.index_select(0, tensor(Starts[..^1].Select(start => (long)start).ToArray(), ScalarType.Int64)) : states.narrow(1, 0, 1);

    /// <summary>The mean of each example's real states, [B, H].</summary>
    public Tensor Mean(Tensor states)
    {
        if (!IsPacked && Mask is null) return states.mean([1]);
        (Tensor sum, Tensor count) = Sum(states);
        return sum / count;
    }

    /// <summary>The sum of each example's real states, [B, H], and their number, [B, 1].</summary>
    public (Tensor Sum, Tensor Count) Sum(Tensor states)
    {
        if (!IsPacked)
        {
            Tensor real = Mask is null
                ? ones(states.shape[0], states.shape[1], 1, states.dtype, states.device)
                : Mask.eq(0).to_type(states.dtype).flatten(0, 2).unsqueeze(-1);
            return ((states * real).sum(1), real.sum(1));
        }
        long[] examples = [.. Enumerable.Range(0, Starts.Length - 1).SelectMany(b => Enumerable.Repeat((long)b, Starts[b + 1] - Starts[b]))];
        float[] counts = [.. Starts.Skip(1).Zip(Starts, (end, start) => (float)(end - start))];
        Tensor sums = zeros(counts.Length, states.shape[1], states.dtype).index_add(0, tensor(examples), states, 1);
        return (sums, tensor(counts, [counts.Length, 1], states.dtype));
    }

    /// <summary>How what <see cref="First"/> gives lies.</summary>
    public Sequences OfFirst() => IsPacked ? new Sequences([.. Enumerable.Range(0, Starts.Length)], [], null, null) : this;
}
