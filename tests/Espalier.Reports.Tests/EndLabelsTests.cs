using Espalier.Reports.Pictures;

namespace Espalier.Reports.Tests;

public sealed class EndLabelsTests
{
    [Fact]
    public void Labels_with_room_stay_where_they_are() => Assert.Equal([50, 10, 30], EndLabels.Spread([50, 10, 30], 5, 0, 100));

    [Fact]
    public void Labels_of_one_height_spread_evenly_around_it() => Assert.Equal([45, 50, 55], EndLabels.Spread([50, 50, 50], 5, 0, 100));

    [Fact]
    public void Groups_that_meet_become_one() => Assert.Equal([46, 51, 56, 61], EndLabels.Spread([50, 50, 57, 57], 5, 0, 100));

    [Fact]
    public void Labels_stay_inside() => Assert.Equal([2, 7, 93, 98], EndLabels.Spread([0, 0, 100, 100], 5, 2, 98));

    [Fact]
    public void Any_heights_end_in_order_and_apart()
    {
        Random random = new(7);
        for (int trial = 0; trial < 100; trial++)
        {
            double[] wanted = [.. Enumerable.Range(0, 11).Select(_ => random.NextDouble() * 60)];
            double[] found = EndLabels.Spread(wanted, 4, 0, 60);
            int[] order = [.. Enumerable.Range(0, 11).OrderBy(i => wanted[i])];
            Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(found[pair.Second] - found[pair.First] > 4 - 1e-9));
            Assert.All(found, height => Assert.InRange(height, -1e-9, 60 + 1e-9));
        }
    }
}
