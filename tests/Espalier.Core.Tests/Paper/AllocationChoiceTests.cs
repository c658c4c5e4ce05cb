using Espalier.Metrics;
using Espalier.Paper;

namespace Espalier.Core.Tests.Paper;

public sealed class AllocationChoiceTests
{
    [Fact]
    public void A_seed_has_no_part_in_the_choice_that_it_judges()
    {
        // Seed 1 alone finds the first better, on validation as on the test.
        AllocationChoice choice = Choice(Rows("0.7/0.1/0.6", [90, 40, 41], [91, 42, 43]), Rows("0.3/0.9/0.4", [50, 51, 52], [53, 54, 55]));
        Assert.Equal("70/10/60", choice.Tried[0].Shares.ToString());
        Assert.Equal([53, 42, 43], choice.HeldOut(_ => true).Values);
        Assert.Equal([91, 42, 43], choice.HeldOut(shares => shares.Vision < 0.5).Values);
        Assert.Empty(choice.HeldOut(shares => shares.Vision > 0.9));
    }

    [Fact]
    public void Only_allocations_with_all_seeds_are_weighed()
    {
        AllocationChoice choice = Choice(Rows("0.7/0.1/0.6", [90, 91], [90, 91]), Rows("0.3/0.9/0.4", [50, 51, 52], [53, 54, 55]));
        Assert.Equal([1ul, 2ul, 3ul], choice.Seeds);
        Assert.Equal("30/90/40", Assert.Single(choice.Tried).Shares.ToString());
        Assert.Equal("70/10/60", Assert.Single(choice.Others).Shares.ToString());
    }

    [Fact]
    public void One_seed_has_no_others_to_choose_by() =>
        Assert.Empty(Choice(Rows("0.7/0.1/0.6", [90], [91]), Rows("0.3/0.9/0.4", [50], [53])).HeldOut(_ => true));

    private static AllocationChoice Choice(params SweepRow[][] rows) =>
        AllocationChoice.At(PaperResults.Of(PaperSweeps.ModalitySearch, rows.SelectMany(all => all)), 0.5);

    private static SweepRow[] Rows(string allocation, double[] validation, double[] test) =>
    [
        .. validation.Zip(test).Select((scores, i) => new SweepRow
        {
            Run = "r", Model = "lmh+lmh", Sparsity = 0.5, Kept = 1,
            Axes = new Dictionary<string, string> { ["pair"] = "lmh+lmh", ["stage2.sparsity"] = "0.5", ["stage2.allocation"] = allocation, ["seed"] = $"{i + 1}" },
            Validation = new ValidationScores(null, scores.First),
            Accuracy = new ModelAccuracy(null, new TypeAccuracy { All = scores.Second, YesNo = null, Number = null, Other = null }),
        }),
    ];
}
