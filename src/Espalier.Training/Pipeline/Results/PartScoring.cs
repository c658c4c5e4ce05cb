using Espalier.Data;
using Espalier.Metrics;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Turns the answers of a model to a part into texts and accuracies.</summary>
internal static class PartScoring
{
    /// <summary>The answers as texts, as the VQA submission format has them.</summary>
    public static IEnumerable<(long QuestionId, string Answer)> Texts(PreparedData data, Predictions predictions) =>
        predictions.Answers.Select((answer, i) => (predictions.Questions.QuestionIds[i], data.Vocabulary[answer]));

    /// <summary>The accuracy, official unless another is asked for, on the OOD sets of a part; null where it has none.</summary>
    public static ShortcutReport? ScoreShortcuts(PreparedData data, string part, Predictions predictions, AccuracyForm form = AccuracyForm.Official) => data.Shortcuts(part) is not { } sets ? null : ShortcutReport.Of(
        data.Part(part).Examples.Select((example, i) => (example, data.Vocabulary[predictions.Answers[i]])), sets, form);

    /// <summary>The accuracy, official unless another is asked for.</summary>
    public static AccuracyReport Score(PreparedData data, string part, Predictions predictions, AccuracyForm form = AccuracyForm.Official)
    {
        IReadOnlyList<VqaExample> examples = data.Part(part).Examples;
        return AccuracyReport.Of(examples.Select((example, i) => (example, data.Vocabulary[predictions.Answers[i]])), form, data.Vocabulary);
    }
}
