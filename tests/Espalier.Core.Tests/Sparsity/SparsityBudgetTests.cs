using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class SparsityBudgetTests
{
    [Theory]
    [InlineData(0.60, 0.04, 0.60, 0.4998435)]
    [InlineData(0.90, 0.94, 0.88, 0.8991635)]
    [InlineData(0.7, 0.7, 0.7, 0.7)]
    public void The_weighted_mean_of_the_published_allocations(double language, double vision, double cross, double mean) =>
        Assert.Equal(mean, SparsityBudget.WeightedMean(LxmertBase.Matrices, LxmertBase.Groups(language, vision, cross)), 7);

    [Theory]
    [InlineData(0.75, 0.75, 0.470)]
    [InlineData(0.75, 0.80, 0.359)]
    [InlineData(0.80, 0.75, 0.353)]
    [InlineData(0.80, 0.80, 0.241)]
    [InlineData(0.85, 0.80, 0.123)]
    public void The_third_value_follows_from_the_other_two(double language, double cross, double vision)
    {
        double solved = SparsityBudget.Solve(LxmertBase.Matrices, 0.7, LxmertBase.Groups(language, 0, cross), "vision");
        Assert.Equal(vision, solved, 3);
        Assert.Equal(0.7, SparsityBudget.WeightedMean(LxmertBase.Matrices, LxmertBase.Groups(language, solved, cross)), 12);
    }

    [Fact]
    public void The_published_allocations_keep_the_budget()
    {
        Assert.Null(SparsityBudget.Problem(LxmertBase.Matrices, 0.5, LxmertBase.Groups(0.60, 0.04, 0.60)));
        Assert.Null(SparsityBudget.Problem(LxmertBase.Matrices, 0.9, LxmertBase.Groups(0.90, 0.94, 0.88)));
    }

    [Fact]
    public void A_broken_budget_says_the_mean_and_the_remedy()
    {
        string? problem = SparsityBudget.Problem(LxmertBase.Matrices, 0.7, LxmertBase.Groups(0.75, 0.6, 0.75));
        Assert.Equal(
            "The weighted mean of the groups' sparsities is 0.7231724, not 0.7 within 0.001. "
            + "One change would mend it: language = 0.695, or vision = 0.4704, or cross = 0.692.",
            problem);
    }

    [Fact]
    public void A_budget_beyond_repair_says_so() =>
        Assert.EndsWith("No change of one group alone can mend it.", SparsityBudget.Problem(LxmertBase.Matrices, 0.9, LxmertBase.Groups(0, 0, 0)), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_group_is_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SparsityBudget.WeightedMean(LxmertBase.Matrices, new Dictionary<string, double> { ["audio"] = 0.5 }));
        Assert.Equal("There is no matrix of the group \"audio\"; the groups are language, vision, cross, pooler.", error.Message);
    }
}
