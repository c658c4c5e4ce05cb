using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Paper.Comparisons;

namespace Espalier.Core.Tests.Paper;

public sealed class ComparisonTests
{
    private static readonly double[] Small = [-0.3, 0.1, 0.2];

    private static readonly PaperResults Nothing = PaperResults.Of(PaperSweeps.Core, []);

    [Theory]
    [InlineData(Expectation.Above, 5, ClaimStatus.Holds)]
    [InlineData(Expectation.Above, 0.5, ClaimStatus.NotDistinguishable)]
    [InlineData(Expectation.Above, -5, ClaimStatus.DoesNotHold)]
    [InlineData(Expectation.NotBelow, 5, ClaimStatus.Holds)]
    [InlineData(Expectation.NotBelow, -1, ClaimStatus.Holds)]
    [InlineData(Expectation.NotBelow, -1.7, ClaimStatus.NotDistinguishable)]
    [InlineData(Expectation.NotBelow, -5, ClaimStatus.DoesNotHold)]
    [InlineData(Expectation.Near, 1, ClaimStatus.Holds)]
    [InlineData(Expectation.Near, 2, ClaimStatus.NotDistinguishable)]
    [InlineData(Expectation.Near, 5, ClaimStatus.DoesNotHold)]
    [InlineData(Expectation.Near, -5, ClaimStatus.DoesNotHold)]
    public void The_interval_must_lie_where_the_claim_says(Expectation expected, double mean, ClaimStatus status)
    {
        Comparison comparison = new("", expected, [Part("50 %", [.. Small.Select(value => value + mean)])]);
        Assert.Equal(status, comparison.Judge(Nothing, 1).Status);
    }

    [Fact]
    public void To_refute_one_of_many_takes_more_than_one_alone()
    {
        // Half of the interval is 0.66 points at 95 % and 2.34 at 99.6 %.
        Comparison comparison = new("", Expectation.Above, [Part("50 %", [-1.3, -0.9, -0.8])]);
        Assert.Equal(ClaimStatus.DoesNotHold, comparison.Judge(Nothing, 1).Status);
        Assert.Equal(ClaimStatus.NotDistinguishable, comparison.Judge(Nothing, 12).Status);
    }

    [Fact]
    public void Sparsities_are_pooled_within_each_seed_before_seeds_are_compared()
    {
        // The sparsities differ by 20 points, which the seeds know nothing of.
        Comparison comparison = new("", Expectation.Above, [Part("10 %", [1, 1.2, 1.1]), Part("90 %", [21.2, 21, 21.1])]);
        ComparisonFinding found = comparison.Judge(Nothing, 1);
        Assert.Equal((11.1, 11.1, 11.1, 2), (found.Pooled!.Mean, found.Pooled.Low, found.Pooled.High, found.PooledParts));
        Assert.Equal(["10 %", "90 %"], found.Parts.Select(part => part.Part));
        Assert.Equal(1.1, found.Parts[0].Difference.Mean);
    }

    [Fact]
    public void Seeds_are_compared_only_over_the_same_sparsities()
    {
        Comparison comparison = new("", Expectation.Above, [Part("10 %", [1, 1.2, 50]), Part("30 %", [3, 3.2]), Part("50 %", [])]);
        ComparisonFinding found = comparison.Judge(Nothing, 1);
        Assert.Equal([0ul, 1ul], found.Pooled!.Seeds);
        Assert.Equal(2.1, found.Pooled.Mean);
        Assert.Equal(3, found.Parts[0].Difference.Seeds.Count);
        Assert.Equal(["50 %"], found.Missing);
    }

    [Fact]
    public void A_sparsity_that_only_others_have_does_not_empty_the_pool()
    {
        Contrast later = new("90 %", _ => new Dictionary<ulong, double> { [7] = 4 });
        ComparisonFinding found = new Comparison("", Expectation.Above, [Part("10 %", [1, 1.2]), Part("30 %", [3, 3.2]), later]).Judge(Nothing, 1);
        Assert.Equal((2, 2.1), (found.PooledParts, found.Pooled!.Mean));
    }

    [Fact]
    public void Models_are_paired_by_seed()
    {
        // Seeds differ by 40 points, models of one seed by 2.
        PaperResults results = PaperResults.Of(PaperSweeps.Core,
        [
            Row("bce+lmh", 1, 12), Row("bce+lmh", 2, 52.2), Row("bce+lmh", 3, 32.1),
            Row("bce+bce", 3, 30), Row("bce+bce", 1, 10), Row("bce+bce", 2, 50), Row("bce+bce", 4, 99),
        ]);
        ComparisonFinding found = Compare("bce+lmh", "bce+bce").Judge(results, 1);
        Assert.Equal((ClaimStatus.Holds, 2.1), (found.Status, found.Pooled!.Mean));
        Assert.Equal([1ul, 2ul, 3ul], found.Pooled.Seeds);
    }

    [Fact]
    public void Nothing_measured_is_not_run_and_one_seed_is_not_distinguishable()
    {
        Assert.Equal(ClaimStatus.NotRun, Compare("bce+lmh", "bce+bce").Judge(Nothing, 1).Status);
        PaperResults one = PaperResults.Of(PaperSweeps.Core, [Row("bce+lmh", 1, 90), Row("bce+bce", 1, 10)]);
        ComparisonFinding found = Compare("bce+lmh", "bce+bce").Judge(one, 1);
        Assert.Equal(ClaimStatus.NotDistinguishable, found.Status);
        Assert.Equal((80, null, null), (found.Pooled!.Mean, found.Pooled.Low, found.Pooled.High));
    }

    [Fact]
    public void A_rise_is_that_of_the_least_squares_line_over_seeds_with_all_sparsities()
    {
        Contrast rise = Contrast.Rise("", [(0.1, Part("", [10, 7])), (0.5, Part("", [10])), (0.9, Part("", [16, 9]))]);
        KeyValuePair<ulong, double> value = Assert.Single(rise.BySeed(Nothing));
        Assert.Equal(6, value.Value, 9);
    }

    private static Comparison Compare(string first, string second)
    {
        PaperSetting At(string pair) => new(PaperSweeps.Core, pair, 0.5);
        return new Comparison("", Expectation.Above, [Contrast.Difference("50 %", At(first), At(second), Measure.Ood)]);
    }

    private static Contrast Part(string label, double[] values) => new(label, _ => values.Index().ToDictionary(value => (ulong)value.Index, value => value.Item));

    private static SweepRow Row(string pair, ulong seed, double ood) => new()
    {
        Run = "r", Axes = new Dictionary<string, string> { ["pair"] = pair, ["seed"] = $"{seed}", ["stage2.sparsity"] = "0.5" },
        Model = pair, Sparsity = 0.5, Kept = 1,
        Validation = new ValidationScores(null, null),
        Accuracy = new ModelAccuracy(null, new TypeAccuracy { All = ood, YesNo = null, Number = null, Other = null }),
    };
}
