using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class ZeroCountTests
{
    [Theory]
    [InlineData(10, 0.7, 7)]
    [InlineData(100, 0.29, 29)]
    [InlineData(1000, 0.57, 570)]
    [InlineData(768, 0.4, 307)]
    [InlineData(3, 0.1 + 0.2, 0)]
    [InlineData(10, 0.1 + 0.2, 3)]
    [InlineData(7, 0, 0)]
    [InlineData(7, 1, 7)]
    [InlineData(0, 0.5, 0)]
    [InlineData(long.MaxValue, 1, long.MaxValue)]
    public void It_is_the_floor_of_the_product_as_written(long count, double sparsity, long zeros) => Assert.Equal(zeros, ZeroCount.Of(count, sparsity));

    [Fact]
    public void Every_hundredth_of_every_hundred_is_whole() =>
        Assert.All(Enumerable.Range(0, 101), percent => Assert.Equal(percent * 1_000L, ZeroCount.Of(100_000, percent / 100.0)));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_fraction_is_refused(double sparsity) => Assert.Throws<ArgumentOutOfRangeException>(() => ZeroCount.Of(1, sparsity));
}
