using CsCheck;
using Espalier.Execution;

namespace Espalier.Tests.Execution;

public sealed class MemoryPlannerTests
{
    [Fact]
    public void Values_that_live_at_the_same_time_never_overlap() =>
        Gen.Select(Gen.Int[1, 500], Gen.Int[0, 20], Gen.Int[0, 5]).Array[1, 30].Sample(values =>
        {
            (int[] offsets, int total) = MemoryPlanner.Place([.. values.Select(v => v.Item1)], [.. values.Select(v => (v.Item2, v.Item2 + v.Item3))]);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(0, offsets[i] % 16);
                Assert.InRange(offsets[i] + values[i].Item1, 1, total);
                for (int j = 0; j < i; j++)
                {
                    bool meet = values[i].Item2 <= values[j].Item2 + values[j].Item3 && values[j].Item2 <= values[i].Item2 + values[i].Item3;
                    if (meet) Assert.True(offsets[i] + values[i].Item1 <= offsets[j] || offsets[j] + values[j].Item1 <= offsets[i]);
                }
            }
        });

    [Fact]
    public void Values_that_follow_each_other_share_memory()
    {
        int[] sizes = [100, 16, 320, 160, 320, 160];
        (_, int total) = MemoryPlanner.Place(sizes, [.. Enumerable.Range(0, sizes.Length).Select(i => (i, i + 1))]);
        Assert.Equal(480, total);
    }

    [Fact]
    public void Values_too_large_for_an_array_are_refused() =>
        Assert.Throws<OverflowException>(() => MemoryPlanner.Place([int.MaxValue - 100, 1000], [(0, 1), (0, 1)]));
}
