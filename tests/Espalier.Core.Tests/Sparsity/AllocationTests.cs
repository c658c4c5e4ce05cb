using CsCheck;
using Espalier.Sparsity;

namespace Espalier.Tests.Sparsity;

public sealed class AllocationTests
{
    [Fact]
    public void The_groups_have_the_published_sizes()
    {
        SparsityReport report = Report(Allocation.Uniform(LxmertBase.Matrices, 0));
        Assert.Equal(168, report.Matrices.Count);
        Assert.Equal(
            [new("language", 87_141_888, 0), new("vision", 36_965_376, 0), new("cross", 82_575_360, 0), new("pooler", 589_824, 0)],
            report.Groups);
        Assert.Equal(new SparsityRow("total", 207_272_448, 0), report.Total);
    }

    [Theory]
    [InlineData(0.9, 24.2)]
    [InlineData(0.7, 63.8)]
    [InlineData(0.5, 103.3)]
    [InlineData(0.3, 142.8)]
    [InlineData(0.1, 182.4)]
    public void What_is_kept_with_the_classifier_has_the_published_sizes(double sparsity, double millions)
    {
        const long classifier = 768 * 1536 + 1536 * 2274;
        Assert.Equal(millions, (Report(Allocation.Uniform(LxmertBase.Matrices, sparsity)).Total.Kept + classifier) / 1048576.0, 1);
    }

    [Fact]
    public void The_pooler_has_the_overall_sparsity()
    {
        Allocation allocation = Allocation.PerGroup(LxmertBase.Matrices, 0.5, LxmertBase.Groups(0.60, 0.04, 0.60));
        Assert.Equal(0.5, allocation.Targets[^1].Sparsity);
        Assert.Equal(0.60, allocation.Targets[0].Sparsity);
        Assert.Equal(0.04, Report(allocation).Groups[1].Sparsity, 5);
        Assert.Equal(0.4998439, Report(allocation).Total.Sparsity, 5);
    }

    [Fact]
    public void A_broken_budget_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Allocation.PerGroup(LxmertBase.Matrices, 0.7, LxmertBase.Groups(0.7, 0.7, 0.8)));
        Assert.Contains("cross = 0.7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_tolerance_lets_it_pass() =>
        Assert.Equal(0.7, Allocation.PerGroup(LxmertBase.Matrices, 0.7, LxmertBase.Groups(0.75, 0.5, 0.76), tolerance: 0.02).Overall);

    [Fact]
    public void The_global_count_is_of_all_weights_together()
    {
        PrunableMatrix[] matrices = [new("a", "g", 5), new("b", "g", 5)];
        Assert.Equal(7, Allocation.Global(matrices, 0.7).Zeros);
        Assert.Equal(6, Allocation.Uniform(matrices, 0.7).Zeros);
    }

    [Fact]
    public void On_the_way_to_its_sparsity_the_proportions_stay()
    {
        Allocation half = Allocation.PerGroup(LxmertBase.Matrices, 0.5, LxmertBase.Groups(0.60, 0.04, 0.60)).At(0.25);
        Assert.Equal(0.25, half.Overall);
        Assert.Equal(0.30, half.Targets[0].Sparsity, 12);
        Assert.Equal(0.02, half.Targets.First(target => target.Matrix.Group == "vision").Sparsity, 12);
        Assert.Equal(0.25, half.Targets[^1].Sparsity, 12);
    }

    [Fact]
    public void No_sparsity_passes_one_on_the_way()
    {
        PrunableMatrix[] matrices = [new("a", "g", 100), new("b", "g", 100)];
        Assert.Equal(1, Allocation.PerMatrix(matrices, [0.9, 0.3]).At(0.8).Targets[0].Sparsity);
        Assert.Equal(0.4, Allocation.Uniform(matrices, 0).At(0.4).Targets[0].Sparsity);
    }

    [Fact]
    public void Every_matrix_has_exactly_the_floor_of_its_share() =>
        Gen.Select(Gen.Long[1, 10_000_000], Gen.Int[0, 1000]).Array[1, 20].Sample(all =>
        {
            PrunableMatrix[] matrices = [.. all.Select((pair, i) => new PrunableMatrix($"{i}", "g", pair.Item1))];
            Allocation allocation = Allocation.PerMatrix(matrices, [.. all.Select(pair => pair.Item2 / 1000.0)]);
            Assert.Equal(all.Select(pair => pair.Item1 * pair.Item2 / 1000), allocation.Targets.Select(target => target.Zeros));
        });

    [Fact]
    public void A_name_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => Allocation.Uniform([new("a", "g", 1), new("a", "h", 1)], 0.5));

    private static SparsityReport Report(Allocation allocation) => SparsityReport.Of(allocation.Targets.Select(target => (target.Matrix, target.Zeros)));
}
