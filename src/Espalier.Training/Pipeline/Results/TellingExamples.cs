using Espalier.Data;
using Espalier.Metrics;
using Espalier.Numerics;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Training.Pipeline.Results;

/// <summary>
/// Questions of the OOD test where a plainly trained model gives the prior's answer and is wrong, and a sparse debiased model is right. They show what
/// debiasing does; they are chosen for it and say nothing about how often it happens.
/// </summary>
internal static class TellingExamples
{
    private const int Shown = 8;
    private const double Right = 0.9;

    /// <summary>The plainly trained model and the debiased one, sparse if there is such, that examples contrast; null where a run has no such pair.</summary>
    public static (TestedModel Biased, TestedModel Robust)? Pair(IReadOnlyList<TestedModel> models)
    {
        TestedModel? biased = models.FirstOrDefault(model => model.Node is { Stage: 1, What: "bce" });
        TestedModel? robust = models.LastOrDefault(model => model.Node.Stage == 2 && model.Node.What != "bce" && !model.Node.OneShot)
            ?? models.LastOrDefault(model => model.Node.What != "bce");
        return biased is null || robust is null ? null : (biased, robust);
    }

    /// <summary>Some of the questions, of as many types as there are.</summary>
    public static IReadOnlyList<ReportExample> Of(PreparedData data, string testPart, IReadOnlyList<TestedModel> models, ulong seed)
    {
        if (Pair(models) is not var (biased, robust)) return [];
        IReadOnlyList<VqaExample> examples = data.Part(testPart).Examples;
        int[] rows = [.. Enumerable.Range(0, examples.Count).Where(row => IsTelling(data, testPart, examples[row], row, biased, robust))];
        new SplitMix(seed).Shuffle<int>(rows);
        // One of each question type first, then whatever comes.
        IEnumerable<int> varied = rows.GroupBy(row => examples[row].QuestionType).SelectMany(type => type.Select((row, rank) => (row, rank)))
            .OrderBy(entry => entry.rank).Select(entry => entry.row);
        return [.. varied.Take(Shown).Select(row => Example(data, testPart, examples[row], row, models))];
    }

    /// <summary>How often the two differ over all questions, so that the examples are not taken for a sample.</summary>
    public static ReportContrast? Contrast(PreparedData data, string testPart, IReadOnlyList<TestedModel> models)
    {
        if (Pair(models) is not var (biased, robust)) return null;
        IReadOnlyList<VqaExample> examples = data.Part(testPart).Examples;
        double[] Scores(TestedModel model) => [.. examples.Select((example, row) => VqaAccuracy.Official(model.Answer(testPart, row, data.Vocabulary), example.Answers))];
        return ReportContrast.Count(biased.Node.Id, Scores(biased), robust.Node.Id, Scores(robust));
    }

    private static bool IsTelling(PreparedData data, string part, VqaExample example, int row, TestedModel biased, TestedModel robust)
    {
        string said = biased.Answer(part, row, data.Vocabulary);
        return said == PriorAnswer(data, example) && VqaAccuracy.Official(said, example.Answers) == 0
            && VqaAccuracy.Official(robust.Answer(part, row, data.Vocabulary), example.Answers) >= Right;
    }

    private static ReportExample Example(PreparedData data, string part, VqaExample example, int row, IReadOnlyList<TestedModel> models)
    {
        string prior = PriorAnswer(data, example);
        data.Vocabulary.TryFind(prior, out int index);
        return new ReportExample
        {
            QuestionId = example.QuestionId,
            Question = example.Question,
            QuestionType = example.QuestionType,
            Image = data.Folder.ImagePath(example.ImageId),
            HumanAnswers = example.Answers,
            Prior = new ReportAnswer(prior, data.Priors.For(example.QuestionType)[index], VqaAccuracy.Official(prior, example.Answers)),
            Answers = models.ToDictionary(model => model.Node.Id, model =>
            {
                string answer = model.Answer(part, row, data.Vocabulary);
                return new ReportAnswer(answer, model.Predictions[part].Probabilities[row], VqaAccuracy.Official(answer, example.Answers));
            }),
        };
    }

    private static string PriorAnswer(PreparedData data, VqaExample example)
    {
        ReadOnlySpan<float> prior = data.Priors.For(example.QuestionType);
        return data.Vocabulary[System.Numerics.Tensors.TensorPrimitives.IndexOfMax(prior)];
    }
}
