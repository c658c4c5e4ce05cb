using CsCheck;
using Espalier.Data;
using Espalier.Splits;

namespace Espalier.Tests.Splits;

public sealed class ChangingPriorSplitTests
{
    private static readonly ChangingPriorOptions Hard = new() { Seed = 7 };
    private static readonly ChangingPriorOptions Soft = new() { Seed = 7, CrossingShare = 0.1 };

    [Fact]
    public void Every_question_lands_in_exactly_one_part() =>
        Gen.Select(Gen.Int[300, 3000], Gen.Int[0, 1000], Gen.Double[0, 0.4]).Sample((count, seed, crossing) =>
    {
        VqaDataset pool = Pools.Made(count, seed);
        SplitResult split = ChangingPriorSplit.Make(pool, new ChangingPriorOptions { Seed = (ulong)seed, CrossingShare = crossing });
        Assert.Equal(PartNames.All, split.Parts.Select(part => part.Name));
        Assert.Equal(pool.Examples.Select(e => e.QuestionId),
            split.Parts.SelectMany(part => part.Examples).Select(e => e.QuestionId).Order());
        Assert.All(split.Parts, part => Assert.Equal(part.Examples.OrderBy(e => e.QuestionId), part.Examples));
    }, iter: 20, threads: 1);

    [Fact]
    public void A_hard_split_never_shows_a_pair_of_type_and_answer_on_two_sides() => Gen.Int[0, 1000].Sample(seed =>
    {
        SplitResult split = ChangingPriorSplit.Make(Pools.Made(1500, seed), Hard with { Seed = (ulong)seed });
        HashSet<(string, string)> train = Pairs(split[PartNames.Train]), test = Pairs(split[PartNames.TestOod]);
        HashSet<(string, string)> validation = Pairs(split[PartNames.ValidationOod]);
        Assert.False(train.Overlaps(test));
        Assert.False(train.Overlaps(validation));
        Assert.False(validation.Overlaps(test));
        Assert.False(Pairs(split[PartNames.TestId]).Overlaps(test));
        Assert.False(Pairs(split[PartNames.ValidationId]).Overlaps(test));
    }, iter: 15, threads: 1);

    [Fact]
    public void A_soft_split_sends_the_share_of_every_group_across()
    {
        VqaDataset pool = Pools.Made(20_000, 3);
        SplitResult split = ChangingPriorSplit.Make(pool, Soft);
        Dictionary<(string, string), int> all = Counts(pool), test = Counts(split[PartNames.TestOod]);
        foreach (((string type, string answer) pair, int count) in all.Where(entry => entry.Value >= 50))
        {
            double share = (double)test.GetValueOrDefault(pair) / count;
            Assert.True(Math.Min(Math.Abs(share - 0.1), Math.Abs(share - 0.9)) < 1.0 / count + 1e-9, $"{pair}: {share}");
        }
    }

    [Fact]
    public void Small_groups_cross_as_often_as_large_ones_but_single_questions_never()
    {
        foreach ((int size, double expected) in new[] { (1, 1.0 / 3), (2, (0.9 / 3) + (0.1 * 2 / 3)) })
        {
            VqaExample[] few = [.. Enumerable.Range(0, 6000).Select(i =>
                Pools.Example(i, i, $"what is it {i}", "what is", $"thing {i / size}"))];
            SplitResult split = ChangingPriorSplit.Make(new VqaDataset("pool", few), Soft);
            Assert.InRange(split[PartNames.TestOod].Examples.Count / 6000.0, expected - 0.015, expected + 0.015);
            HashSet<(string, string)> train = Pairs(split[PartNames.Train]);
            int shared = Pairs(split[PartNames.TestOod]).Count(train.Contains);
            Assert.True(size == 1 ? shared == 0 : shared > 300, $"{shared} answers on both sides");
        }
    }

    [Fact]
    public void Answers_that_another_type_has_stay_known()
    {
        string[] colours = ["red", "blue", "green", "white", "black"];
        VqaExample[] examples = [.. Enumerable.Range(0, 2000).Select(i =>
            Pools.Example(i, i, $"color of {i}", i % 2 == 0 ? "what color is" : "which color", colours[i % 5]))];
        for (ulong seed = 0; seed < 10; seed++)
        {
            SplitReport report = ChangingPriorSplit.Make(new VqaDataset("pool", examples), Hard with { Seed = seed }).Report;
            Assert.Equal(1, report.AnswerTypes.Single().Answerable);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_parts_and_another_seed_others()
    {
        VqaDataset pool = Pools.Made(2000, 5);
        SplitResult first = ChangingPriorSplit.Make(pool, Soft), second = ChangingPriorSplit.Make(pool, Soft);
        SplitResult other = ChangingPriorSplit.Make(pool, Soft with { Seed = 8 });
        Assert.All(PartNames.All, name => Assert.Equal(first[name].Examples, second[name].Examples));
        Assert.All(PartNames.All, name => Assert.NotEqual(first[name].Examples, other[name].Examples));
    }

    [Fact]
    public void A_seeds_parts_never_change()
    {
        SplitResult split = ChangingPriorSplit.Make(Pools.Made(400, 11), Soft);
        Assert.Equal("183:34495 12:3268 38:8276 22:4501 145:29660",
            string.Join(' ', split.Parts.Select(part => $"{part.Examples.Count}:{part.Examples.Sum(e => e.QuestionId)}")));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0 / 3)]
    [InlineData(0.5)]
    public void The_test_side_has_its_share(double share)
    {
        SplitResult split = ChangingPriorSplit.Make(Pools.Made(6000, 2), Hard with { TestShare = share });
        Assert.InRange(split[PartNames.TestOod].Examples.Count / 6000.0, share - 0.05, share + 0.05);
    }

    [Fact]
    public void Every_type_with_two_answers_is_asked_on_both_sides()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            SplitResult split = ChangingPriorSplit.Make(Pools.Made(2000, (int)seed), Hard with { Seed = seed });
            Assert.All(split.Report.Types, type => Assert.True(type.Train > 0 && type.TestOod > 0, $"seed {seed}: {type.QuestionType}"));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.76)]
    [InlineData(0.95)]
    public void The_two_answers_of_a_type_stand_on_different_sides(double yes)
    {
        string[] types = ["is it", "is there", "can you see", "does it", "are they"];
        VqaExample[] examples = [.. Pools.Made(1000, 1).Examples.Concat(Enumerable.Range(0, 1000).Select(i => Pools.Example(
            5000 + i, 5000 + i, $"{types[i % 5]} {i}", types[i % 5], i / 5 % 100 < yes * 100 ? "yes" : "no", "yes/no")))];
        for (ulong seed = 0; seed < 20; seed++)
        {
            SplitReport report = ChangingPriorSplit.Make(new VqaDataset("pool", examples), Hard with { Seed = seed }).Report;
            Assert.All(report.Types.Where(type => types.Contains(type.QuestionType)), type => Assert.Equal(1, type.Divergence));
        }
    }

    [Fact]
    public void A_type_with_one_answer_stays_in_training()
    {
        VqaDataset pool = Pools.Made(2000, 4);
        VqaExample[] constant = [.. Enumerable.Range(0, 300).Select(i =>
            Pools.Example(100_000 + i, 10_000 + i, $"can you see {i}", "can you", "yes", "yes/no"))];
        SplitResult split = ChangingPriorSplit.Make(new VqaDataset("pool", [.. pool.Examples, .. constant]), Hard);
        Assert.DoesNotContain(split[PartNames.TestOod].Examples, e => e.QuestionType == "can you");
        Assert.DoesNotContain(split[PartNames.ValidationOod].Examples, e => e.QuestionType == "can you");
    }

    [Fact]
    public void Slices_in_distribution_share_no_image_with_training_and_have_their_sizes()
    {
        SplitResult split = ChangingPriorSplit.Make(Pools.Made(8000, 6), Soft);
        HashSet<long> train = [.. split[PartNames.Train].Examples.Select(e => e.ImageId)];
        Assert.DoesNotContain(split[PartNames.TestId].Examples, e => train.Contains(e.ImageId));
        Assert.DoesNotContain(split[PartNames.ValidationId].Examples, e => train.Contains(e.ImageId));
        double rest = new[] { PartNames.Train, PartNames.TestId, PartNames.ValidationId }.Sum(name => split[name].Examples.Count);
        Assert.InRange(split[PartNames.TestId].Examples.Count / rest, 0.095, 0.105);
        Assert.InRange(split[PartNames.ValidationId].Examples.Count / rest, 0.045, 0.055);
    }

    [Fact]
    public void A_single_image_is_sliced_by_question()
    {
        VqaExample[] examples = [.. Pools.Made(2000, 6).Examples.Select(e => e with { ImageId = 1 })];
        SplitResult split = ChangingPriorSplit.Make(new VqaDataset("pool", examples), Soft);
        Assert.InRange(split[PartNames.TestId].Examples.Count, 80, 140);
    }

    [Fact]
    public void A_question_asked_twice_about_an_image_counts_once()
    {
        VqaDataset pool = Pools.Made(1000, 1);
        string shouted = " " + pool.Examples[10].Question.ToUpperInvariant();
        VqaExample again = pool.Examples[10] with { QuestionId = 999_999, Question = shouted, MultipleChoiceAnswer = "else" };
        SplitResult split = ChangingPriorSplit.Make(new VqaDataset("pool", [.. pool.Examples, again]), Hard);
        Assert.Equal((1000, 1), (split.Report.Questions, split.Report.Duplicates));
        Assert.DoesNotContain(split.Parts.SelectMany(part => part.Examples), e => e.QuestionId == 999_999);
    }

    [Fact]
    public void Answers_are_compared_after_clean_up()
    {
        SplitResult split = ChangingPriorSplit.Make(Pools.Made(2000, 9), Hard);
        Assert.DoesNotContain(split.Report.Types.SelectMany(type => type.Answers), answer => answer.Answer == "one");
        Assert.Contains(split.Report.Types.SelectMany(type => type.Answers), answer => answer.Answer == "1");
    }

    [Theory]
    [InlineData(double.NaN, 0.1)]
    [InlineData(0.0, 0.1)]
    [InlineData(0.95, 0.1)]
    [InlineData(0.3, -0.1)]
    [InlineData(0.3, 0.6)]
    public void Shares_out_of_range_are_refused_by_name(double test, double crossing)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => ChangingPriorSplit.Make(Pools.Made(100, 1), new ChangingPriorOptions { TestShare = test, CrossingShare = crossing }));
        Assert.EndsWith("Share", error.ParamName, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_that_cannot_be_split_is_refused()
    {
        VqaExample[] same = [.. Enumerable.Range(0, 50).Select(i => Pools.Example(i, i, $"is it {i}", "is it", "yes", "yes/no"))];
        InputException error = Assert.Throws<InputException>(() => ChangingPriorSplit.Make(new VqaDataset("constant", same), Hard));
        Assert.Contains("constant", error.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ChangingPriorSplit.Make(new VqaDataset("nothing", []), Hard));
    }

    private static HashSet<(string, string)> Pairs(VqaDataset part) => [.. Counts(part).Keys];

    private static Dictionary<(string, string), int> Counts(VqaDataset part) =>
        part.Examples.CountBy(e => (e.QuestionType, AnswerNormalizer.Normalize(e.MultipleChoiceAnswer))).ToDictionary();
}
