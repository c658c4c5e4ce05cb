using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class SeedStatisticsTests
{
    [Fact]
    public void Three_seeds_have_the_interval_of_two_degrees_of_freedom()
    {
        SeedStatistics found = SeedStatistics.Of([1, 2, 3]);
        Assert.Equal((3, 2.0, 1.0), (found.Count, found.Mean, found.Deviation!.Value));
        // t(0.975, 2) = 4.302653 in any table.
        Assert.Equal(4.302653 / Math.Sqrt(3), found.HalfWidth!.Value, 1e-6);
    }

    [Fact]
    public void One_seed_has_no_deviation() => Assert.Equal(new SeedStatistics(1, 5, null, null), SeedStatistics.Of([5]));

    [Fact]
    public void No_seed_has_no_statistics() => Assert.Throws<ArgumentOutOfRangeException>(() => SeedStatistics.Of([]));
}
