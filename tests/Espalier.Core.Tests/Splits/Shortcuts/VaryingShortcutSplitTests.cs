using Espalier.Data;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Testing;

namespace Espalier.Tests.Splits.Shortcuts;

public sealed class VaryingShortcutSplitTests
{
    private static readonly VaryingShortcutOptions Options = new() { Seed = 3 };
    private static readonly VqaDataset Pool = Pools.Made(3000, 1);

    // Every image shows a thing that goes with its id, and every third a person too.
    private static readonly ImageObjects Objects = ImageObjects.Of(Pool.Examples.Select(example => example.ImageId).Distinct().Select(id =>
        new KeyValuePair<long, IReadOnlyCollection<string>>(id, id % 3 == 0 ? [$"thing {id % 7}", "person"] : [$"thing {id % 7}"])));

    [Fact]
    public void Train_test_and_validation_are_apart_by_image_and_the_ood_parts_are_views()
    {
        SplitResult split = VaryingShortcutSplit.Make(Pool, Objects, Options);
        Assert.Equal(PartNames.All, split.Parts.Select(part => part.Name));
        string[] apart = [PartNames.Train, PartNames.TestId, PartNames.ValidationId];
        Assert.Equal(Pool.Examples.Select(e => e.QuestionId), apart.SelectMany(part => Ids(split[part])).Order());
        Assert.Equal(apart.Sum(part => Images(split[part]).Count), apart.SelectMany(part => Images(split[part])).Distinct().Count());
        Assert.InRange(split[PartNames.TestId].Examples.Count, 0.24 * 3000, 0.26 * 3000);
        foreach ((string all, string ood) in new[] { (PartNames.TestId, PartNames.TestOod), (PartNames.ValidationId, PartNames.ValidationOod) })
        {
            Assert.Equal(Ids(split[ood]), split.Shortcuts[all].Union());
            Assert.Subset(Ids(split[all]).ToHashSet(), Ids(split[ood]).ToHashSet());
        }
        Assert.Equal(VqaVsReader.Shortcuts, split.Report.Shortcuts!.Rows.Select(row => row.Shortcut));
    }

    [Theory]
    [InlineData(20, 0.9, 1.2)]
    [InlineData(400, 0.97, 0.5)]
    public void The_set_of_question_types_is_what_counting_by_hand_gives(int minimum, double entropy, double tail)
    {
        VaryingShortcutOptions options = Options with { Thresholds = new() { MinimumGroup = minimum, Entropy = entropy, Tail = tail } };
        SplitResult split = VaryingShortcutSplit.Make(Pool, null, options);
        List<long> expected = [];
        int imbalanced = 0, head = 0;
        foreach (IGrouping<string, VqaExample> type in split[PartNames.Train].Examples.GroupBy(e => e.QuestionType))
        {
            Dictionary<string, int> counts = type.CountBy(e => AnswerNormalizer.Normalize(e.MultipleChoiceAnswer)).ToDictionary();
            double[] shares = [.. counts.Values.Select(count => (double)count / type.Count())];
            if (type.Count() < minimum || counts.Count < 2 || -shares.Sum(p => p * Math.Log(p)) / Math.Log(counts.Count) >= entropy) continue;
            imbalanced++;
            foreach (VqaExample example in split[PartNames.TestId].Examples.Where(e => e.QuestionType == type.Key))
            {
                if (counts.GetValueOrDefault(AnswerNormalizer.Normalize(example.MultipleChoiceAnswer)) <= tail * counts.Values.Average()) expected.Add(example.QuestionId);
                else head++;
            }
        }
        ShortcutRow row = split.Report.Shortcuts!.Rows.Single(known => known.Shortcut == "QT");
        Assert.Equal(expected.Order(), split.Shortcuts[PartNames.TestId]["QT"]);
        Assert.Equal((imbalanced, expected.Count, head), (row.Imbalanced, row.Tail, row.Head));
        Assert.NotEmpty(expected);
    }

    [Fact]
    public void Keywords_are_the_words_that_tell_most_and_no_function_words_or_words_of_the_type()
    {
        List<VqaExample> examples = [];
        for (int i = 0; i < 2000; i++)
        {
            // The banana is nearly always yellow, the car mostly red; where it stands tells nothing.
            (string thing, string answer) = i % 2 == 0 ? ("banana", i % 20 == 0 ? "green" : "yellow") : ("car", i % 10 == 1 ? "blue" : "red");
            examples.Add(Pools.Example(
                i + 1, i + 1, $"What color is the {thing} in the {(i % 3 == 0 ? "kitchen" : i % 3 == 1 ? "garden" : "street")}?", "what color is the", answer));
        }
        ShortcutStatistics made = VaryingShortcutSplit.Make(new VqaDataset("pool", examples), null, Options).Report.Shortcuts!;
        ShortcutRow row = made.Rows.Single(known => known.Shortcut == "KW");
        Assert.Equal(["banana", "car"], row.Groups.Select(group => group.Concept).Order());
        ShortcutGroup banana = row.Groups.Single(group => group.Concept == "banana");
        Assert.Equal("yellow", banana.Answer);
        Assert.InRange(banana.Share, 0.85, 0.95);
        Assert.Contains("what color is the + car", made.Rows.Single(known => known.Shortcut == "QT+KW").Groups.Select(group => group.Concept));
        Assert.All(made.Rows.Single(known => known.Shortcut == "KWP").Groups, group => Assert.Matches("banana|car|color", group.Concept));
    }

    [Fact]
    public void The_key_object_is_the_one_that_goes_with_the_answer()
    {
        VqaExample[] examples = [.. Enumerable.Range(1, 1000).Select(i =>
            Pools.Example(i, i, "What is it?", "what is", i % 2 == 0 ? (i % 20 == 0 ? "cat" : "dog") : (i % 30 == 1 ? "cat" : "fish")))];
        var objects = ImageObjects.Of(examples.Select(e => new KeyValuePair<long, IReadOnlyCollection<string>>(
            e.ImageId, e.ImageId % 2 == 0 ? ["kennel", $"chair {e.ImageId / 2 % 3}"] : ["pond", $"chair {e.ImageId / 2 % 3}"])));
        ShortcutRow row = VaryingShortcutSplit.Make(new VqaDataset("pool", examples), objects, Options).Report.Shortcuts!.Rows.Single(known => known.Shortcut == "KO");
        Assert.Equal(["kennel", "pond"], row.Groups.Select(group => group.Concept).Order());
        Assert.Equal("dog", row.Groups.Single(group => group.Concept == "kennel").Answer);
        Assert.Equal((2, 2, 2), (row.TrainGroups, row.TestGroups, row.Imbalanced));
    }

    [Fact]
    public void Head_answers_rule_training_and_the_prior_fails_on_tails()
    {
        // One annotator alone is never right by the official accuracy, and "one" is in no soft target, as these are counted without clean-up.
        VqaDataset answered = Pool with
        {
            Examples = [.. Pool.Examples.Select(e => e with { Answers = [.. Enumerable.Repeat(AnswerNormalizer.Normalize(e.MultipleChoiceAnswer), 10)] })],
        };
        ShortcutStatistics made = VaryingShortcutSplit.Make(answered, Objects, Options).Report.Shortcuts!;
        ShortcutRow row = made.Rows.Single(known => known.Shortcut == "QT");
        Assert.True(row.TrainHead > 0.6, $"{row.TrainHead}");
        Assert.True(row.PriorHead > row.PriorTail + 30, $"{row.PriorHead} on the head, {row.PriorTail} on the tail");
        Assert.InRange(made.Prior!.Value, row.PriorTail!.Value, row.PriorHead!.Value);
    }

    [Fact]
    public void Overlaps_are_shares_of_the_row()
    {
        SplitResult split = VaryingShortcutSplit.Make(Pool, Objects, Options);
        ShortcutSets sets = split.Shortcuts[PartNames.TestId];
        foreach (ShortcutRow row in split.Report.Shortcuts!.Rows.Where(row => row.Tail > 0))
        {
            Assert.Equal(1, row.Overlap[VqaVsReader.Shortcuts.Index().Single(name => name.Item == row.Shortcut).Index]);
            Assert.Equal((double)sets[row.Shortcut].Intersect(sets["KW"]).Count() / row.Tail, row.Overlap[1], 1e-4);
        }
    }

    [Fact]
    public void Without_objects_their_shortcuts_are_left_out_and_the_report_says_so()
    {
        SplitResult split = VaryingShortcutSplit.Make(Pool, null, Options);
        Assert.Equal(["QT", "KW", "KWP", "QT+KW"], split.Report.Shortcuts!.Rows.Select(row => row.Shortcut));
        Assert.Contains("no sets for key objects", split.Report.Shortcuts.Note!, StringComparison.Ordinal);
        Assert.Empty(split.Shortcuts[PartNames.TestId]["KO"]);
    }

    [Fact]
    public void The_seed_decides_and_a_limit_keeps_the_test()
    {
        SplitResult one = VaryingShortcutSplit.Make(Pool, Objects, Options), same = VaryingShortcutSplit.Make(Pool, Objects, Options);
        Assert.All(PartNames.All, part => Assert.Equal(Ids(one[part]), Ids(same[part])));
        Assert.NotEqual(Ids(one[PartNames.TestId]), Ids(VaryingShortcutSplit.Make(Pool, Objects, Options with { Seed = 4 })[PartNames.TestId]));
        SplitResult limited = VaryingShortcutSplit.Make(Pool, Objects, Options with { TrainLimit = 1000 });
        Assert.Equal(1000, limited[PartNames.Train].Examples.Count);
        Assert.Equal(Ids(one[PartNames.TestId]), Ids(limited[PartNames.TestId]));
        InputException error = Assert.Throws<InputException>(() => VaryingShortcutSplit.Make(Pool, null, Options with { TrainLimit = 100_000 }));
        Assert.Contains("100,000", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        Assert.Contains("0 for test-ood", Assert.Throws<InputException>(() => VaryingShortcutSplit.Make(Pools.Made(60, 1), null, Options)).Found, StringComparison.Ordinal);
        var foreign = ImageObjects.Of([new(99_999_999, ["cat"])]);
        Assert.Contains("none of which", Assert.Throws<InputException>(() => VaryingShortcutSplit.Make(Pool, foreign, Options)).Found, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => VaryingShortcutSplit.Make(Pool, null, Options with { Thresholds = new() { Entropy = double.NaN } }));
    }

    [Fact]
    public void The_real_vqa_vs_validation_questions_split_as_the_publication_describes()
    {
        string? path = SharedData.Find("vqa-vs-val.zip");
        Assert.SkipUnless(path is not null, "shared/data/vqa-vs-val.zip is not there");
        SplitResult split = VaryingShortcutSplit.Make(VqaVsReader.Read(path, "Val"), null, Options);
        ShortcutRow row = split.Report.Shortcuts!.Rows[0];
        // 65 types, 52 imbalanced, 16 % of their test questions in the tail (Si et al. 2022, table 1), with twenty times the questions.
        Assert.Equal((65, 65), (row.TrainGroups, row.TestGroups));
        Assert.InRange(row.Imbalanced!.Value, 30, 60);
        Assert.InRange((double)row.Tail / (row.Tail + row.Head!.Value), 0.08, 0.25);
        Assert.All(split.Report.Shortcuts.Rows, known => Assert.True(known.PriorTail + 15 < known.PriorHead, known.Shortcut));
    }

    private static IEnumerable<long> Ids(VqaDataset part) => part.Examples.Select(example => example.QuestionId);

    private static HashSet<long> Images(VqaDataset part) => [.. part.Examples.Select(example => example.ImageId)];
}
