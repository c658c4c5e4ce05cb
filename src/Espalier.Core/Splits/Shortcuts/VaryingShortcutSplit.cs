using Espalier.Data;
using Espalier.Numerics;

namespace Espalier.Splits.Shortcuts;

/// <summary>
/// Makes a data set with varying shortcuts out of any pool of questions, as VQA-VS was made out of VQA v2 (Si et al. 2022, section 3). The pool is first
/// split at random into train, validation and test, alike in everything. Then nine concepts are mined for each question (<see cref="ConceptMiner"/>);
/// questions with the same concept form a group, and groups with imbalanced answers are kept (<see cref="ImbalancedGroups"/>). A model that
/// has learned a shortcut gives a group's frequent answers; so the test questions of kept groups whose answer is rare there are the shortcut's OOD set, and
/// their other questions, with the frequent answers, its head.
/// <para>
/// Five parts come out: train; test-id, the whole test, of which the nine OOD sets are lists of ids; test-ood, every question that is in one of the
/// nine; and in the same way validation-id and validation-ood. Test and validation are taken by whole images, so that training has seen none of their
/// pictures (VQA-VS splits by question); where a few images hold most questions, by question. A question with the same wording
/// about the same image as an earlier one is left out.
/// </para>
/// </summary>
public static class VaryingShortcutSplit
{
    private enum Stream : ulong { Images, Limit }

    /// <summary>Splits a pool.</summary>
    /// <param name="pool">The questions, ordered by id.</param>
    /// <param name="objects">What the images show; null leaves out the five shortcuts that need it, and the report says so.</param>
    /// <param name="options">Thresholds and seed.</param>
    /// <param name="source">Where the pool comes from, for messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is out of range.</exception>
    /// <exception cref="InputException">
    /// There are too few questions for the limit, or none with a rare answer in an imbalanced group; or the objects are those of other images.
    /// </exception>
    public static SplitResult Make(VqaDataset pool, ImageObjects? objects, VaryingShortcutOptions options, string source = "questions")
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.TrainLimit, nameof(options));
        options.Thresholds.Validate();
        var labelled = LabelledPool.Of(pool);
        if (objects is not null && !labelled.Examples.Any(example => objects.Knows(example.ImageId)))
            throw new InputException(source, "objects", $"{objects.ImageCount:N0} images, none of which is asked about", "the objects of the data set's images");
        SplitMix random = new(options.Seed);
        int[] all = [.. Enumerable.Range(0, labelled.Examples.Count)];
        int[][] slices = ImageSlices.Take(labelled, all, [options.Thresholds.TestShare, options.Thresholds.ValidationShare], random.Fork((ulong)Stream.Images));
        int[] train = Limit([.. all.Except(slices[0]).Except(slices[1])], options.TrainLimit, random.Fork((ulong)Stream.Limit), source);

        ShortcutConcepts concepts = ConceptMiner.Mine(labelled, train, objects);
        int[] answers = ConceptMiner.Number(labelled.Answers, out _);
        Dictionary<string, ImbalancedGroups> groups = concepts.Shortcuts.ToDictionary(name => name, name =>
            new ImbalancedGroups(concepts.Of(name), answers, train, options.Thresholds));
        ShortcutSets test = Tails(labelled, slices[0], groups), validation = Tails(labelled, slices[1], groups);

        Dictionary<string, int[]> parts = new()
        {
            [PartNames.Train] = train,
            [PartNames.ValidationId] = slices[1],
            [PartNames.ValidationOod] = [.. slices[1].Where(i => groups.Values.Any(kept => kept.IsTail(i)))],
            [PartNames.TestId] = slices[0],
            [PartNames.TestOod] = [.. slices[0].Where(i => groups.Values.Any(kept => kept.IsTail(i)))],
        };
        RefuseEmpty(pool, source, parts);
        ShortcutStatistics statistics = ShortcutStatisticsBuilder.Build(labelled, parts, concepts, groups, options, test);
        return new SplitResult(
            [.. PartNames.All.Select(name => new VqaDataset(name, [.. parts[name].Select(i => labelled.Examples[i])]))],
            SplitReportBuilder.Build(labelled, parts, null) with { Shortcuts = statistics })
        {
            Shortcuts = new Dictionary<string, ShortcutSets> { [PartNames.TestId] = test, [PartNames.ValidationId] = validation },
        };
    }

    private static ShortcutSets Tails(LabelledPool pool, int[] part, Dictionary<string, ImbalancedGroups> groups) =>
        new(groups.ToDictionary(group => group.Key, IReadOnlyList<long> (group) => [.. part.Where(group.Value.IsTail).Select(i => pool.Examples[i].QuestionId)]));

    private static int[] Limit(int[] train, int limit, SplitMix random, string source)
    {
        if (limit == 0) return train;
        if (train.Length < limit)
            throw new InputException(source, PartNames.Train, $"{train.Length:N0} questions after the split", $"at least {limit:N0}, as were asked for");
        random.Shuffle<int>(train);
        return [.. train.Take(limit).Order()];
    }

    private static void RefuseEmpty(VqaDataset pool, string source, Dictionary<string, int[]> parts)
    {
        if (parts.Values.All(part => part.Length > 0)) return;
        string left = string.Join(", ", PartNames.All.Select(name => $"{parts[name].Length} for {name}"));
        throw new InputException(
            source, $"part {pool.Name}", $"{pool.Examples.Count} questions that leave {left}", "more questions, groups with imbalanced answers, or a lower minimum for a group");
    }
}
