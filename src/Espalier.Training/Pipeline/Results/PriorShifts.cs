using Espalier.Data;
using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Training.Pipeline.Results;

/// <summary>How the answers to a question type are distributed in train, at the OOD test, and in what the models say there.</summary>
internal static class PriorShifts
{
    private const int TypesShown = 4, AnswersShown = 6, FewestQuestions = 30;

    /// <summary>The most shifted question types that have enough questions in both parts.</summary>
    public static IReadOnlyList<ReportPrior> Of(PreparedData data, string testPart, IReadOnlyList<TestedModel> models)
    {
        ILookup<string, string> train = Answers(data.Part(PartNames.Train));
        IReadOnlyList<VqaExample> examples = data.Part(testPart).Examples;
        ILookup<string, (string Answer, int Row)> test = examples.Select((example, row) => (example.QuestionType, Answer: Clean(example), row))
            .ToLookup(e => e.QuestionType, e => (e.Answer, e.row));
        return [.. test.Where(type => type.Count() >= FewestQuestions && train[type.Key].Count() >= FewestQuestions)
            .Select(type => Prior(type.Key, [.. train[type.Key]], [.. type], data, testPart, models))
            .OrderByDescending(prior => prior.Shift).ThenBy(prior => prior.QuestionType, StringComparer.Ordinal).Take(TypesShown)];
    }

    private static ReportPrior Prior(string type, string[] train, (string Answer, int Row)[] test, PreparedData data, string testPart, IReadOnlyList<TestedModel> models)
    {
        Dictionary<string, double> before = Shares(train), after = Shares([.. test.Select(t => t.Answer)]);
        string[] all = [.. before.Keys.Union(after.Keys)];
        string[] shown = [.. all.OrderByDescending(answer => Math.Max(before.GetValueOrDefault(answer), after.GetValueOrDefault(answer)))
            .ThenBy(answer => answer, StringComparer.Ordinal).Take(AnswersShown)
            .OrderByDescending(answer => before.GetValueOrDefault(answer)).ThenBy(answer => answer, StringComparer.Ordinal)];
        return new ReportPrior
        {
            QuestionType = type,
            Shift = all.Sum(answer => Math.Abs(before.GetValueOrDefault(answer) - after.GetValueOrDefault(answer))) / 2,
            TrainQuestions = train.Length,
            TestQuestions = test.Length,
            Answers = shown,
            Train = Pick(before, shown),
            Test = Pick(after, shown),
            Predicted = models.ToDictionary(model => model.Node.Id, model => Pick(Shares([.. test.Select(t => model.Answer(testPart, t.Row, data.Vocabulary))]), shown)),
        };
    }

    private static ILookup<string, string> Answers(VqaDataset part) => part.Examples.ToLookup(example => example.QuestionType, Clean);

    private static string Clean(VqaExample example) => AnswerNormalizer.Normalize(example.MultipleChoiceAnswer);

    private static Dictionary<string, double> Shares(string[] answers) =>
        answers.GroupBy(answer => answer).ToDictionary(group => group.Key, group => (double)group.Count() / answers.Length);

    private static IReadOnlyList<double> Pick(Dictionary<string, double> shares, string[] answers) => [.. answers.Select(answer => shares.GetValueOrDefault(answer))];
}
