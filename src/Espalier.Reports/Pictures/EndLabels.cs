namespace Espalier.Reports.Pictures;

/// <summary>Moves the labels at the ends of curves apart, each as little as possible.</summary>
internal static class EndLabels
{
    /// <summary>Heights for labels that are at least a gap apart.</summary>
    /// <param name="wanted">Where each would stand.</param>
    /// <param name="gap">The least distance.</param>
    /// <param name="low">The lowest height.</param>
    /// <param name="high">The highest; what has no room goes beyond.</param>
    /// <returns>A height for each, the order kept.</returns>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        // With the gaps taken out, heights must only not fall: blocks that would are merged to their mean (pool adjacent violators).
        List<(double Mean, int Count)> blocks = [];
        for (int rank = 0; rank < order.Length; rank++)
        {
            (double Mean, int Count) block = (wanted[order[rank]] - rank * gap, 1);
            while (blocks.Count > 0 && blocks[^1].Mean > block.Mean)
            {
                (double mean, int count) = blocks[^1];
                block = ((mean * count + block.Mean * block.Count) / (count + block.Count), count + block.Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        double room = Math.Max(low, high - (order.Length - 1) * gap);
        double[] found = new double[order.Length];
        int next = 0;
        foreach ((double mean, int count) in blocks)
        {
            for (int i = 0; i < count; i++, next++) found[order[next]] = Math.Clamp(mean, low, room) + next * gap;
        }
        return found;
    }
}
