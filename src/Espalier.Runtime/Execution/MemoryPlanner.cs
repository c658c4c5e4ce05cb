using Espalier.Kernels;

namespace Espalier.Execution;

/// <summary>Places values in memory so that none overlaps another that is alive at the same time: the largest first, each as low as it can.</summary>
internal static class MemoryPlanner
{
    /// <summary>Places values.</summary>
    /// <param name="sizes">How many numbers each has.</param>
    /// <param name="lifetimes">The first and the last step that touches each.</param>
    /// <returns>Where each begins, on a cache line, and how many numbers are needed in all.</returns>
    /// <exception cref="OverflowException">They do not fit into one array.</exception>
    public static (int[] Offsets, int Total) Place(IReadOnlyList<int> sizes, IReadOnlyList<(int First, int Last)> lifetimes)
    {
        int[] offsets = new int[sizes.Count];
        List<int> placed = [];
        int total = 0;
        foreach (int value in Enumerable.Range(0, sizes.Count).OrderByDescending(i => sizes[i]).ThenBy(i => i))
        {
            int offset = 0;
            foreach (int other in placed.Where(other => Meet(lifetimes[value], lifetimes[other])).OrderBy(other => offsets[other]))
            {
                if (offsets[other] >= checked(offset + sizes[value])) break;
                offset = Math.Max(offset, checked(offsets[other] + Aligned(sizes[other])));
            }
            offsets[value] = offset;
            total = Math.Max(total, checked(offset + Aligned(sizes[value])));
            placed.Add(value);
        }
        return (offsets, total);
    }

    private static bool Meet((int First, int Last) a, (int First, int Last) b) => a.First <= b.Last && b.First <= a.Last;

    private static int Aligned(int size) => checked(size + AlignedMemory.Line - 1) / AlignedMemory.Line * AlignedMemory.Line;
}
