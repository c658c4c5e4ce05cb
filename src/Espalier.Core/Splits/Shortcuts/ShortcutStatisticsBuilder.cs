using Espalier.Data;
using Espalier.Metrics;

namespace Espalier.Splits.Shortcuts;

/// <summary>Counts what the shortcuts of a split are like.</summary>
internal static class ShortcutStatisticsBuilder
{
    private const int GroupsShown = 5;
    private const string NoObjects = "It is not known what the pictures show: there are no sets for key objects (KO, KOP, QT+KO, KW+KO, QT+KW+KO).";

    /// <summary>Describes a split that was made here.</summary>
    public static ShortcutStatistics Build(
        LabelledPool pool, IReadOnlyDictionary<string, int[]> parts, ShortcutConcepts concepts,
        IReadOnlyDictionary<string, ImbalancedGroups> groups, VaryingShortcutOptions options, ShortcutSets sets)
    {
        int[] train = parts[PartNames.Train], test = parts[PartNames.TestId], validation = parts[PartNames.ValidationId];
        PriorBaseline? prior = Prior([.. train.Select(i => pool.Examples[i])]);
        return new ShortcutStatistics
        {
            Options = options,
            Note = concepts.Shortcuts.Contains("KO") ? null : NoObjects,
            Prior = Accuracy(prior, test.Select(i => pool.Examples[i])),
            Rows = [.. concepts.Shortcuts.Select(name =>
            {
                int[] of = concepts.Of(name);
                ImbalancedGroups kept = groups[name];
                int[] trained = [.. train.Where(kept.Has)], head = [.. test.Where(kept.IsHead)], tail = [.. test.Where(kept.IsTail)];
                return new ShortcutRow
                {
                    Shortcut = name,
                    TrainGroups = Distinct(of, train),
                    TestGroups = Distinct(of, test),
                    Imbalanced = kept.Count,
                    TrainHead = trained.Length == 0 ? null : (double)trained.Count(kept.IsHead) / trained.Length,
                    Head = head.Length,
                    Tail = tail.Length,
                    ValidationTail = validation.Count(kept.IsTail),
                    PriorHead = Accuracy(prior, head.Select(i => pool.Examples[i])),
                    PriorTail = Accuracy(prior, tail.Select(i => pool.Examples[i])),
                    Overlap = Overlap(sets, name),
                    Groups = Largest(pool, concepts, name, trained),
                };
            })],
        };
    }

    /// <summary>Describes sets that were made elsewhere, as far as parts and sets tell.</summary>
    /// <param name="train">For the answer prior; null where there is none.</param>
    /// <param name="test">The part that the sets are views of.</param>
    /// <param name="sets">The sets.</param>
    public static ShortcutStatistics Measure(VqaDataset? train, VqaDataset test, ShortcutSets sets)
    {
        PriorBaseline? prior = train is null ? null : Prior(train.Examples);
        Dictionary<long, VqaExample> examples = test.Examples.ToDictionary(example => example.QuestionId);
        return new ShortcutStatistics
        {
            Prior = Accuracy(prior, test.Examples),
            Rows = [.. sets.Present.Select(name => new ShortcutRow
            {
                Shortcut = name,
                Tail = sets[name].Count,
                PriorTail = Accuracy(prior, sets[name].Select(id => examples[id])),
                Overlap = Overlap(sets, name),
            })],
        };
    }

    private static int Distinct(int[] concepts, int[] part) => part.Select(i => concepts[i]).Where(concept => concept != ShortcutConcepts.None).Distinct().Count();

    private static double[] Overlap(ShortcutSets sets, string row)
    {
        HashSet<long> own = [.. sets[row]];
        return own.Count == 0 ? [] : [.. VqaVsReader.Shortcuts.Select(name => Math.Round((double)sets[name].Count(own.Contains) / own.Count, 4))];
    }

    private static ShortcutGroup[] Largest(LabelledPool pool, ShortcutConcepts concepts, string shortcut, int[] trained) =>
    [
        .. trained.GroupBy(i => concepts.Of(shortcut)[i]).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Take(GroupsShown).Select(group =>
        {
            (string answer, int count) = group.CountBy(i => pool.Answers[i]).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).First();
            return new ShortcutGroup(concepts.Name(shortcut, group.First()), group.Count(), answer, Math.Round((double)count / group.Count(), 4));
        }),
    ];

    private static PriorBaseline? Prior(IReadOnlyList<VqaExample> train)
    {
        var vocabulary = AnswerVocabulary.Build(train);
        if (vocabulary.Count == 0) return null;
        AnswerScore[][] targets = [.. train.Select(example => SoftTargets.For(example, vocabulary, SoftTargetForm.Linear))];
        return new PriorBaseline(AnswerPriors.Build(train, targets, vocabulary.Count), vocabulary);
    }

    private static double? Accuracy(PriorBaseline? prior, IEnumerable<VqaExample> examples) =>
        prior?.Evaluate(new VqaDataset("", [.. examples])).All.Percent is { } percent ? Math.Round(percent, 2, MidpointRounding.AwayFromZero) : null;
}
