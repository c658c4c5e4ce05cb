using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>VQA accuracy (Antol et al. 2015) over all questions, by annotated answer type and by question type, in percent and not rounded.</summary>
public sealed class AccuracyReport
{
    private AccuracyReport(
        AccuracyTally all,
        Dictionary<string, AccuracyTally> answerTypes,
        SortedDictionary<string, AccuracyTally> questionTypes,
        AccuracyTally? bound)
    {
        All = all.Cell;
        ByAnswerType = AnswerTypes.All.ToDictionary(type => type, type => answerTypes.GetValueOrDefault(type).Cell);
        ByQuestionType = questionTypes.ToDictionary(pair => pair.Key, pair => pair.Value.Cell);
        UpperBound = bound?.Cell;
    }

    /// <summary>The mean over all questions.</summary>
    public AccuracyCell All { get; }

    /// <summary>The means over yes/no, number and other questions.</summary>
    public IReadOnlyDictionary<string, AccuracyCell> ByAnswerType { get; }

    /// <summary>The means over the questions of each type, in ordinal order.</summary>
    public IReadOnlyDictionary<string, AccuracyCell> ByQuestionType { get; }

    /// <summary>What a model could reach that always picks the best answer of the vocabulary; null where no vocabulary was given.</summary>
    public AccuracyCell? UpperBound { get; }

    /// <summary>Scores predictions.</summary>
    /// <param name="predictions">Each question with the answer that was predicted.</param>
    /// <param name="form">Which accuracy.</param>
    /// <param name="vocabulary">For the upper bound.</param>
    public static AccuracyReport Of(
        IEnumerable<(VqaExample Example, string Prediction)> predictions,
        AccuracyForm form = AccuracyForm.Official,
        AnswerVocabulary? vocabulary = null)
    {
        AccuracyTally all = default, bound = default;
        Dictionary<string, AccuracyTally> answerTypes = new(StringComparer.Ordinal);
        SortedDictionary<string, AccuracyTally> questionTypes = new(StringComparer.Ordinal);
        foreach ((VqaExample example, string prediction) in predictions)
        {
            double accuracy = VqaAccuracy.Of(prediction, example.Answers, form);
            all = all.With(accuracy);
            answerTypes[example.AnswerType] = answerTypes.GetValueOrDefault(example.AnswerType).With(accuracy);
            questionTypes[example.QuestionType] = questionTypes.GetValueOrDefault(example.QuestionType).With(accuracy);
            if (vocabulary is not null) bound = bound.With(BestOf(example, form, vocabulary));
        }
        return new AccuracyReport(all, answerTypes, questionTypes, vocabulary is null ? null : bound);
    }

    /// <summary>The accuracies by answer type, rounded as they are published.</summary>
    public TypeAccuracy ToTypeAccuracy() => new()
    {
        All = All.Percent,
        YesNo = ByAnswerType[AnswerTypes.YesNo].Percent,
        Number = ByAnswerType[AnswerTypes.Number].Percent,
        Other = ByAnswerType[AnswerTypes.Other].Percent,
    };

    // An answer that no annotator gave as it stands may still equal one after clean-up, but only by a text that is in the vocabulary too.
    private static double BestOf(VqaExample example, AccuracyForm form, AnswerVocabulary vocabulary) => example.Answers
        .Concat(form == AccuracyForm.Official ? example.Answers.Select(AnswerNormalizer.Normalize) : [])
        .Distinct(StringComparer.Ordinal)
        .Where(answer => vocabulary.TryFind(answer, out _))
        .Select(answer => VqaAccuracy.Of(answer, example.Answers, form))
        .DefaultIfEmpty(0)
        .Max();
}
