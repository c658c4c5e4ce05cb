using Espalier.Numerics;

namespace Espalier.Core.Tests.Numerics;

public sealed class SplitMixTests
{
    [Fact]
    public void The_sequence_is_the_published_one()
    {
        SplitMix random = new(1234567);
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        Assert.Equal(published, published.Select(_ => random.Next()));
    }

    [Fact]
    public void Below_reaches_every_number_about_equally_often()
    {
        SplitMix random = new(1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.Below(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Below_needs_a_positive_number() => Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix(1).Below(0));

    [Fact]
    public void Gaussian_has_mean_zero_and_deviation_one()
    {
        SplitMix random = new(2);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.Gaussian())];
        Assert.Equal(0, values.Average(), 0.02);
        Assert.Equal(1, Math.Sqrt(values.Average(x => x * x)), 0.02);
    }

    [Fact]
    public void Shuffle_keeps_the_elements_and_moves_them()
    {
        int[] values = [.. Enumerable.Range(0, 100)];
        new SplitMix(3).Shuffle<int>(values);
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }

    [Fact]
    public void A_fork_does_not_move_its_parent_and_differs_by_stream()
    {
        SplitMix parent = new(4);
        Assert.NotEqual(parent.Fork(0).Next(), parent.Fork(1).Next());
        Assert.Equal(new SplitMix(4).Next(), parent.Next());
    }

    [Fact]
    public void A_hash_depends_on_both_of_its_parts() =>
        Assert.Equal(3, new HashSet<ulong> { SplitMix.Hash(1, 2), SplitMix.Hash(2, 1), SplitMix.Hash(1, 3) }.Count);
}
