using Espalier.Numerics;

namespace Espalier.Training.Training;

/// <summary>
/// Which rows make which batch: shuffled in each epoch, the last one kept if it is partial (Si et al. 2023, code). Every batch is a function of its number,
/// so that training can go on from any step.
/// </summary>
public static class BatchOrder
{
    /// <summary>Steps of an epoch; the last one may have fewer rows.</summary>
    public static long StepsPerEpoch(int count, int batchSize) => (count + (long)batchSize - 1) / batchSize;

    /// <summary>The batches of training: each epoch is its own permutation of all rows.</summary>
    /// <param name="count">Rows in all.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="seed">Decides the permutations.</param>
    /// <param name="from">The first step, counted from 0 over all epochs.</param>
    /// <param name="to">The step to stop before.</param>
    public static IEnumerable<ReadOnlyMemory<int>> Shuffled(int count, int batchSize, ulong seed, long from, long to)
    {
        long perEpoch = StepsPerEpoch(count, batchSize);
        int[] order = [];
        for (long step = from; step < to; step++)
        {
            (long epoch, long index) = Math.DivRem(step, perEpoch);
            if (index == 0 || step == from) order = Permutation(count, seed, epoch);
            yield return Slice(order, batchSize, index);
        }
    }

    /// <summary>The batches of evaluation: all rows once, in their order.</summary>
    public static IEnumerable<ReadOnlyMemory<int>> InOrder(int count, int batchSize)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (long index = 0; index < StepsPerEpoch(count, batchSize); index++) yield return Slice(order, batchSize, index);
    }

    /// <summary>The order of rows in an epoch.</summary>
    internal static int[] Permutation(int count, ulong seed, long epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SplitMix(SplitMix.Hash(seed, (ulong)epoch)).Shuffle<int>(order);
        return order;
    }

    private static ReadOnlyMemory<int> Slice(int[] order, int batchSize, long index)
    {
        int start = checked((int)(index * batchSize));
        return order.AsMemory(start, Math.Min(batchSize, order.Length - start));
    }
}
