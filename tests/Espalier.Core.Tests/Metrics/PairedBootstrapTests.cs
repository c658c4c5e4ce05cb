using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void A_clear_difference_is_found_with_the_normal_interval()
    {
        // 400 questions, 100 of which only the first model answers: the mean is 0.25, its standard error sqrt(0.25 * 0.75 / 400) = 0.02165.
        PairedBootstrap found = PairedBootstrap.Compare([.. Scores(200)], [.. Scores(100)]);
        Assert.Equal(0.25, found.Difference, 12);
        Assert.Equal(0.25 - (1.96 * 0.02165), found.Low, 0.004);
        Assert.Equal(0.25 + (1.96 * 0.02165), found.High, 0.004);
        Assert.False(found.NotDistinguishable);
    }

    [Fact]
    public void Models_that_are_right_about_as_often_on_different_questions_are_not_distinguishable()
    {
        double[] first = [.. Scores(100)];
        Assert.True(PairedBootstrap.Compare(first, [.. first.Reverse()]).NotDistinguishable);
        Assert.Equal(new PairedBootstrap(0, 0, 0, 400), PairedBootstrap.Compare(first, first));
    }

    [Fact]
    public void The_seed_decides_the_draws()
    {
        double[] first = [.. Scores(150)], second = [.. Scores(100)];
        Assert.Equal(PairedBootstrap.Compare(first, second, 3), PairedBootstrap.Compare(first, second, 3));
        Assert.NotEqual(PairedBootstrap.Compare(first, second, 3, draws: 99), PairedBootstrap.Compare(first, second, 4, draws: 99));
    }

    [Fact]
    public void Scores_of_other_questions_are_refused() => Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare([1, 0], [1]));

    private static IEnumerable<double> Scores(int right) => Enumerable.Range(0, 400).Select(i => i < right ? 1.0 : 0);
}
