namespace Espalier.Splits;

/// <summary>Counts what a split did.</summary>
internal static class SplitReportBuilder
{
    private const int AnswersShown = 6;
    private const int FrequentAnswers = 1000;

    internal static SplitReport Build(LabelledPool pool, IReadOnlyDictionary<string, int[]> parts, ChangingPriorOptions? options)
    {
        var counts = parts.ToDictionary(part => part.Key, part => new AnswerCounts(pool, part.Value));
        return new SplitReport
        {
            Questions = pool.Examples.Count,
            Duplicates = pool.Duplicates,
            Options = options,
            Parts = [.. PartNames.All.Where(parts.ContainsKey).Select(name => Summarise(pool, name, parts, counts))],
            Types = Shifts(pool, counts),
            Coverage = Cover(pool, parts[PartNames.Train], parts[PartNames.TestOod]),
            AnswerTypes = CoverTypes(pool, parts[PartNames.Train], parts[PartNames.TestOod]),
        };
    }

    private static PartSummary Summarise(
        LabelledPool pool, string name, IReadOnlyDictionary<string, int[]> parts, Dictionary<string, AnswerCounts> counts)
    {
        AnswerCounts train = counts[PartNames.Train], own = counts[name];
        HashSet<long> images = [.. parts[name].Select(i => pool.Examples[i].ImageId)];
        HashSet<long> trainImages = [.. parts[PartNames.Train].Select(i => pool.Examples[i].ImageId)];
        int newPairs = parts[name].Count(i => !train.Of(pool.Examples[i].QuestionType).ContainsKey(pool.Answers[i]));
        double weight = 0, sum = 0;
        foreach (string type in own.Types.Where(type => train.Total(type) > 0).Order(StringComparer.Ordinal))
        {
            weight += own.Total(type);
            sum += own.Total(type) * AnswerCounts.Divergence(train, own, type);
        }
        return new PartSummary(
            name, parts[name].Length, images.Count, images.Count(trainImages.Contains),
            (double)newPairs / Math.Max(1, parts[name].Length), sum / weight);
    }

    private static PriorShift[] Shifts(LabelledPool pool, Dictionary<string, AnswerCounts> counts)
    {
        AnswerCounts train = counts[PartNames.Train], test = counts[PartNames.TestOod];
        AnswerCounts validation = counts.GetValueOrDefault(PartNames.ValidationOod) ?? new AnswerCounts(pool, []);
        return [.. train.Types.Union(test.Types)
            .OrderByDescending(type => train.Total(type) + test.Total(type)).ThenBy(type => type, StringComparer.Ordinal)
            .Select(type => new PriorShift(
                type, train.Total(type), test.Total(type),
                AnswerCounts.Divergence(train, test, type), AnswerCounts.Divergence(train, validation, type),
                [.. train.Of(type).Keys.Union(test.Of(type).Keys)
                    .Select(answer => new AnswerShift(answer, train.Share(type, answer), test.Share(type, answer)))
                    .OrderByDescending(shift => Math.Max(shift.Before, shift.After)).ThenBy(shift => shift.Answer, StringComparer.Ordinal)
                    .Take(AnswersShown)]))];
    }

    private static ConceptCoverage Cover(LabelledPool pool, int[] train, int[] test)
    {
        var inTrain = new HashSet<int>();
        var inTest = new HashSet<int>();
        foreach (int i in train) inTrain.UnionWith(pool.Concepts(i).ToArray());
        foreach (int i in test) inTest.UnionWith(pool.Concepts(i).ToArray());
        HashSet<string> trainAnswers = [.. train.Select(i => pool.Answers[i])];
        string[] frequent = [.. test.Select(i => pool.Answers[i]).CountBy(answer => answer)
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(FrequentAnswers).Select(entry => entry.Key)];
        return new ConceptCoverage(inTest.Count, inTest.Count(inTrain.Contains), frequent.Length, frequent.Count(trainAnswers.Contains));
    }

    private static AnswerTypeCoverage[] CoverTypes(LabelledPool pool, int[] train, int[] test)
    {
        HashSet<string> trainAnswers = [.. train.Select(i => pool.Answers[i])];
        var trainCounts = train.CountBy(i => pool.Examples[i].AnswerType).ToDictionary();
        return [.. test.GroupBy(i => pool.Examples[i].AnswerType).OrderBy(type => type.Key, StringComparer.Ordinal).Select(type =>
        {
            string[] answers = [.. type.Select(i => pool.Answers[i]).Distinct()];
            int answerable = type.Count(i => trainAnswers.Contains(pool.Answers[i])), questions = type.Count();
            return new AnswerTypeCoverage(
                type.Key, trainCounts.GetValueOrDefault(type.Key), questions,
                answers.Length, answers.Count(trainAnswers.Contains), (double)answerable / questions);
        })];
    }
}
