using Espalier.Reports.Pictures;
using Espalier.Splits;

namespace Espalier.Reports.Tests;

public sealed class SplitPicturesTests
{
    [Fact]
    public void The_overview_comes_first_and_the_most_shifted_types_follow()
    {
        IReadOnlyList<Picture> pictures = SplitPictures.Draw(Report(Type("is there a", 0.2), Type("what color is the", 0.8), Type("how many", 0.5)));
        Assert.Equal(["split-shift", "split-prior-1", "split-prior-2", "split-prior-3"], pictures.Select(picture => picture.Name));
        Assert.Contains("what color is the: 0.80; how many: 0.50; is there a: 0.20", pictures[0].Description, StringComparison.Ordinal);
        Assert.Contains("what color is the", pictures[1].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_with_few_questions_are_left_out()
    {
        PriorShift rare = Type("rare", 1) with { TestOod = 19 }, absent = Type("absent", double.NaN) with { Train = 0 };
        Assert.DoesNotContain("rare", SplitPictures.Draw(Report(rare, absent, Type("how many", 0.5)))[0].Description, StringComparison.Ordinal);
        Assert.Empty(SplitPictures.Draw(Report(rare, absent)));
    }

    private static PriorShift Type(string name, double divergence) => new(
        name, 400, 120, divergence, divergence * 0.8, [new AnswerShift("yellow", 0.7, 0.1), new AnswerShift("green", 0.1, 0.6)]);

    private static SplitReport Report(params PriorShift[] types) => new()
    {
        Questions = 1000, Duplicates = 0, Options = new ChangingPriorOptions(), Parts = [], Types = types,
        Coverage = new ConceptCoverage(1, 1, 1, 1), AnswerTypes = [],
    };
}
