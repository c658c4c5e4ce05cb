using Espalier.Decoding;

namespace Espalier.Tests.Decoding;

public sealed class LargestTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void The_largest_come_first_and_of_equal_ones_the_earlier(int count)
    {
        float[] numbers = [2, 5, float.NegativeInfinity, 2, 5, 2];

        Assert.Equal(((int, float)[])[.. ((int[])[1, 4, 0, 3, 5, 2])[..count].Select(place => (place, numbers[place]))], Largest.Of(numbers, count));
    }

    [Fact]
    public void More_than_there_are_cannot_be_found() => Assert.Throws<ArgumentOutOfRangeException>(() => Largest.Of([1, 2], 3));
}
