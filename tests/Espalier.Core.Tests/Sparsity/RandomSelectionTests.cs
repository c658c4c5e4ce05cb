using Espalier.Numerics;
using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class RandomSelectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(1000)]
    public void It_has_exactly_the_zeros_asked_for(int zeros)
    {
        float[] mask = new float[1000];
        RandomSelection.SelectZeros(zeros, new SplitMix(1), mask);
        Assert.Equal(zeros, mask.Count(value => value == 0));
        Assert.Equal(1000 - zeros, mask.Count(value => value == 1));
    }

    [Fact]
    public void A_seed_gives_the_same_choice_and_another_seed_another()
    {
        float[] first = new float[100], second = new float[100], third = new float[100];
        RandomSelection.SelectZeros(50, new SplitMix(1), first);
        RandomSelection.SelectZeros(50, new SplitMix(1), second);
        RandomSelection.SelectZeros(50, new SplitMix(2), third);
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    [Fact]
    public void Every_weight_is_pruned_equally_often()
    {
        SplitMix random = new(5);
        int[] pruned = new int[10];
        float[] mask = new float[10];
        for (int draw = 0; draw < 10_000; draw++)
        {
            RandomSelection.SelectZeros(3, random, mask);
            for (int i = 0; i < 10; i++) pruned[i] += mask[i] == 0 ? 1 : 0;
        }
        // The deviation of a count is 46.
        Assert.All(pruned, count => Assert.InRange(count, 2770, 3230));
    }

    [Fact]
    public void More_zeros_than_weights_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomSelection.SelectZeros(4, new SplitMix(1), new float[3]));
}
