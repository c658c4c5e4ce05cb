using Espalier.Metrics;
using Espalier.Paper;
using Espalier.Paper.Claims;
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
    public void Sparsities_are_averaged_within_each_seed_before_seeds_are_compared()
    {
        // The sparsities differ by 20 points, which the seeds know nothing of.
        Comparison comparison = new("", Expectation.Above, [Part("10 %", [1, 1.2, 1.1]), Part("90 %", [21.2, 21, 21.1])]);
        ComparisonFinding found = comparison.Judge(Nothing, 1);
        Assert.Equal(("mean of 2", 11.1, 11.1, 11.1), (found.Tested!.Part, found.Tested.Difference.Mean, found.Tested.Difference.Low, found.Tested.Difference.High));
        Assert.Equal(["10 %", "90 %"], found.Parts.Select(part => part.Part));
        Assert.Equal(1.1, found.Parts[0].Difference.Mean);
    }

    [Theory]
    [InlineData(Expectation.Near, ClaimStatus.DoesNotHold, "30 %")]
    [InlineData(Expectation.NotBelow, ClaimStatus.DoesNotHold, "10 %")]
    public void Opposite_differences_do_not_cancel_where_each_sparsity_must_be_alike(Expectation expected, ClaimStatus status, string nearestToFailing)
    {
        Comparison comparison = new("", expected, [Part("10 %", [-6, -6.1, -5.9]), Part("30 %", [6.2, 6.1, 6.3]), Part("50 %", [0, 0.1, -0.1])]);
        ComparisonFinding found = comparison.Judge(Nothing, 1);
        Assert.Equal((status, nearestToFailing), (found.Status, found.Tested!.Part));
        Assert.Equal(ClaimStatus.Holds, new Comparison("", expected, [comparison.Parts[2]]).Judge(Nothing, 1).Status);
    }

    [Fact]
    public void To_refute_one_sparsity_of_many_takes_more_than_one_alone()
    {
        Contrast low = Part("10 %", [-3.3, -2.9, -2.8]), level = Part("30 %", [0, 0.1, -0.1]);
        Assert.Equal(ClaimStatus.DoesNotHold, new Comparison("", Expectation.NotBelow, [low]).Judge(Nothing, 1).Status);
        Assert.Equal(ClaimStatus.NotDistinguishable, new Comparison("", Expectation.NotBelow, [low, level, level, level]).Judge(Nothing, 3).Status);
    }

    [Fact]
    public void A_seed_counts_only_with_all_sparsities()
    {
        ComparisonFinding found = new Comparison("", Expectation.Above, [Part("10 %", [1, 1.2, 50]), Part("30 %", [3, 3.2])]).Judge(Nothing, 1);
        Assert.Equal([0ul, 1ul], found.Tested!.Difference.Seeds);
        Assert.Equal(2.1, found.Tested.Difference.Mean);
        Assert.All(found.Parts, part => Assert.Equal(2, part.Difference.Seeds.Count));
    }

    [Fact]
    public void A_comparison_that_lacks_a_sparsity_is_not_run_and_says_which()
    {
        Contrast[] parts = [Part("10 %", [1, 1.2, 1.1]), Part("30 %", [3, 3.2, 3.1])];
        ComparisonFinding never = new Comparison("", Expectation.Above, [.. parts, Part("50 %", [])]).Judge(Nothing, 1);
        Assert.Equal(ClaimStatus.NotRun, never.Status);
        Assert.Null(never.Tested);
        Assert.Equal(["50 %"], never.Missing);

        Contrast others = new("90 %", [], _ => new Dictionary<ulong, double> { [7] = 4 });
        Assert.Equal(["90 %"], new Comparison("", Expectation.Above, [.. parts, others]).Judge(Nothing, 1).Missing);
    }

    [Fact]
    public void A_control_is_told_and_decides_nothing()
    {
        Comparison comparison = new("", Expectation.Above, [Part("10 %", [1, 1.2, 1.1])])
        {
            Control = new("longer", Expectation.Above, [Part("10 %", [-3, -3.2, -3.1])]),
        };
        ComparisonFinding found = comparison.Judge(Nothing, 1);
        Assert.Equal((ClaimStatus.Holds, ClaimStatus.DoesNotHold), (found.Status, found.Control!.Status));
    }

    [Theory]
    [InlineData(60, 60.5, 61, 60, ClaimStatus.Holds)]
    [InlineData(60, 80, 80, 60, ClaimStatus.DoesNotHold)]
    [InlineData(60, 62, 64, 66, ClaimStatus.DoesNotHold)]
    public void A_curve_is_flat_if_it_stays_near_its_mean(double at10, double at30, double at50, double at70, ClaimStatus status)
    {
        double[] curve = [at10, at30, at50, at70];
        PaperResults results = PaperResults.Of(PaperSweeps.Core, [.. PaperModels.To70.SelectMany((sparsity, i) =>
            new ulong[] { 1, 2, 3 }.Select(seed => Row("bce+lmh", seed, curve[i] + 0.1 * seed, sparsity)))]);
        Comparison flat = PaperClaims.All[18].Comparisons[1];
        Assert.Equal("bce+lmh: OOD yes/no − its mean, 10 to 70 %", flat.What);
        Assert.Equal(status, flat.Judge(results, 1).Status);
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
        Assert.Equal((ClaimStatus.Holds, 2.1), (found.Status, found.Tested!.Difference.Mean));
        Assert.Equal([1ul, 2ul, 3ul], found.Tested.Difference.Seeds);
    }

    [Fact]
    public void Nothing_measured_is_not_run_and_one_seed_is_not_distinguishable()
    {
        Assert.Equal(ClaimStatus.NotRun, Compare("bce+lmh", "bce+bce").Judge(Nothing, 1).Status);
        PaperResults one = PaperResults.Of(PaperSweeps.Core, [Row("bce+lmh", 1, 90), Row("bce+bce", 1, 10)]);
        ComparisonFinding found = Compare("bce+lmh", "bce+bce").Judge(one, 1);
        Assert.Equal(ClaimStatus.NotDistinguishable, found.Status);
        Assert.Equal((80, null, null), (found.Tested!.Difference.Mean, found.Tested.Difference.Low, found.Tested.Difference.High));
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

    private static Contrast Part(string label, double[] values) => new(label, [], _ => values.Index().ToDictionary(value => (ulong)value.Index, value => value.Item));

    private static SweepRow Row(string pair, ulong seed, double ood, double sparsity = 0.5) => new()
    {
        Run = "r", Axes = new Dictionary<string, string> { ["pair"] = pair, ["seed"] = $"{seed}", ["stage2.sparsity"] = FormattableString.Invariant($"{sparsity}") },
        Model = pair, Sparsity = sparsity, Kept = 1,
        Validation = new ValidationScores(null, null),
        Accuracy = new ModelAccuracy(null, new TypeAccuracy { All = ood, YesNo = ood, Number = null, Other = null }),
    };
}
