using Espalier.Data;
using Espalier.Numerics;

namespace Espalier.Splits;

/// <summary>
/// Makes a data set with changing answer priors out of any pool of questions, as VQA-CP was made out of VQA (Agrawal et al. 2018, section
/// 3): questions of one type with one answer form a group, and a group stands on the training or the test side. Where "yellow" is what
/// one answers to "what color is the" in training, it is not at test; a model that has learned the prior instead of looking fails.
/// <para>
/// Five parts come out, disjoint by question; a question with the same wording about the same image as an earlier one is left out.
/// test-ood is the test side. The training side gives the rest:
/// </para>
/// <para>
/// validation-ood is to show what test-ood will show, and so changes priors in the same way, but it is made from the training side
/// alone, never from the test's groups: groups of the training side are chosen by the same procedure, and leave
/// <see cref="ChangingPriorOptions.CrossingShare"/> of their questions in training, as the test's groups did. Answers that are already
/// rare in their type leave half: most of them are what crossed over from the test side, all that training has of them. Other groups
/// give as much as keeps the test's mixture of own and crossed-over questions. The price is that training loses these questions, and
/// with a hard split whole pairs of type and answer; and where a type has one answer only in training, as "yes" or "no" after a hard
/// split, validation cannot show its shift.
/// </para>
/// <para>
/// test-id and validation-id are random slices of what remains, by whole images, so that training has seen none of their images; where a
/// few images hold most questions, the slices are by question. OOD parts may share images with training, as in VQA-CP.
/// </para>
/// </summary>
public static class ChangingPriorSplit
{
    // An answer with less than this share of its type's most frequent answer is rare.
    private const double Rare = 0.25;
    private const double KeptOfRare = 0.5;

    private enum Stream : ulong { TestSide, Crossing, ValidationSide, Validation, Images }

    /// <summary>Splits a pool.</summary>
    /// <param name="pool">The questions, ordered by id.</param>
    /// <param name="options">Shares and seed.</param>
    /// <param name="source">Where the pool comes from, for messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InputException">
    /// No question type has two answers, or there are too few questions, so that a part would be empty.
    /// </exception>
    public static SplitResult Make(VqaDataset pool, ChangingPriorOptions options, string source = "questions")
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var labelled = LabelledPool.Of(pool);
        var random = new SplitMix(options.Seed);

        var groups = QuestionGroups.Of(labelled, [.. Enumerable.Range(0, labelled.Examples.Count)]);
        bool[] testSide = GroupPlacement.ChooseTest(groups, options.TestShare, everyType: true, random.Fork((ulong)Stream.TestSide));
        (int[] training, int[] testOod) = Divide(
            groups, g => testSide[g] ? 1 - options.CrossingShare : options.CrossingShare, random.Fork((ulong)Stream.Crossing));

        var trainingGroups = QuestionGroups.Of(labelled, training);
        double[] toValidation = ValidationShares(trainingGroups, ForeignPerOwn(groups, testSide, options.CrossingShare), options, random);
        (int[] rest, int[] validationOod) = Divide(trainingGroups, g => toValidation[g], random.Fork((ulong)Stream.Validation));

        int[][] slices = ImageSlices.Take(labelled, rest, [options.TestIdShare, options.ValidationIdShare],
            random.Fork((ulong)Stream.Images));
        int[] train = [.. rest.Except(slices[0]).Except(slices[1])];
        RefuseEmpty(pool, source, train, validationOod, testOod);

        var parts = new Dictionary<string, int[]>
        {
            [PartNames.Train] = train,
            [PartNames.ValidationId] = slices[1],
            [PartNames.ValidationOod] = validationOod,
            [PartNames.TestId] = slices[0],
            [PartNames.TestOod] = testOod,
        };
        return new SplitResult(
            [.. PartNames.All.Select(name => new VqaDataset(name, [.. parts[name].Select(i => labelled.Examples[i])]))],
            SplitReportBuilder.Build(labelled, parts, options));
    }

    /// <summary>Sends a share of each group to the second list, its members chosen at random.</summary>
    private static (int[] First, int[] Second) Divide(QuestionGroups groups, Func<int, double> shareToSecond, SplitMix random)
    {
        List<int> first = [], second = [];
        for (int g = 0; g < groups.Groups.Count; g++)
        {
            int[] members = [.. groups.Groups[g].Members];
            random.Shuffle<int>(members);
            int count = Round(shareToSecond(g) * members.Length, members.Length, random);
            second.AddRange(members.AsSpan(0, count));
            first.AddRange(members.AsSpan(count));
        }
        return ([.. first.Order()], [.. second.Order()]);
    }

    /// <summary>
    /// Rounds up as often as the fraction says, or small groups would never cross. A single question stays on its side: crossing, it
    /// would leave none.
    /// </summary>
    private static int Round(double exact, int size, SplitMix random)
    {
        double fraction = random.Unit();
        return size == 1 ? (exact > 0.5 ? 1 : 0) : (int)exact + (fraction < exact - Math.Floor(exact) ? 1 : 0);
    }

    /// <summary>How many questions have crossed over to the test side for each that stood there.</summary>
    private static double ForeignPerOwn(QuestionGroups groups, bool[] testSide, double crossing)
    {
        double own = groups.Groups.Index().Where(entry => testSide[entry.Index]).Sum(entry => (double)entry.Item.Size);
        return own == 0 ? 0 : crossing * (groups.QuestionCount - own) / ((1 - crossing) * own);
    }

    /// <summary>For each group of the training side the share of its questions that validation-ood takes.</summary>
    private static double[] ValidationShares(QuestionGroups groups, double foreignPerOwn, ChangingPriorOptions options, SplitMix random)
    {
        bool[] chosen = GroupPlacement.ChooseTest(groups, options.ValidationOodShare, everyType: false,
            random.Fork((ulong)Stream.ValidationSide));
        var largest = new int[groups.Types.Count];
        foreach (QuestionGroup group in groups.Groups) largest[group.Type] = Math.Max(largest[group.Type], group.Size);

        double[] shares = [.. groups.Groups.Select((group, g) => !chosen[g] ? 0 : 1 - Kept(group))];
        double own = groups.Groups.Index().Sum(entry => shares[entry.Index] * entry.Item.Size);
        double others = groups.Groups.Index().Where(entry => !chosen[entry.Index]).Sum(entry => (double)entry.Item.Size);
        double otherShare = others == 0 ? 0 : Math.Min(0.5, foreignPerOwn * own / others);
        return [.. shares.Select((share, g) => chosen[g] ? share : otherShare)];

        double Kept(QuestionGroup group) =>
            options.CrossingShare == 0 ? 0 : group.Size < Rare * largest[group.Type] ? KeptOfRare : options.CrossingShare;
    }

    private static void RefuseEmpty(VqaDataset pool, string source, int[] train, int[] validationOod, int[] testOod)
    {
        if (train.Length > 0 && validationOod.Length > 0 && testOod.Length > 0) return;
        string left = $"{train.Length} for training, {validationOod.Length} for validation-ood and {testOod.Length} for test-ood";
        throw new InputException(
            source, $"part {pool.Name}", $"{pool.Examples.Count} questions that leave {left}", "more questions, and several answers for a type");
    }
}
