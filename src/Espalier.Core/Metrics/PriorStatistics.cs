using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>
/// How far a data set's answers can be guessed from the prior of each question type (Agrawal et al. 2018), in percent of the soft score, with one form
/// of soft targets.
/// </summary>
/// <param name="UpperBound">What always taking the best answer of the vocabulary gives.</param>
/// <param name="PriorOnly">What the likeliest answer of each question type gives, the priors being those of the same questions.</param>
/// <param name="PriorOnlyByAnswerType">The same by answer type; a type without questions is left out.</param>
public sealed record PriorStatistics(double UpperBound, double PriorOnly, IReadOnlyDictionary<string, double> PriorOnlyByAnswerType)
{
    internal static PriorStatistics Of(IReadOnlyList<VqaExample> examples, AnswerVocabulary vocabulary, SoftTargetForm form)
    {
        AnswerScore[][] targets = [.. examples.Select(example => SoftTargets.For(example, vocabulary, form))];
        PriorBaseline baseline = new(AnswerPriors.Build(examples, targets, vocabulary.Count), vocabulary);
        AccuracyTally bound = default, all = default;
        Dictionary<string, AccuracyTally> types = [];
        for (int i = 0; i < examples.Count; i++)
        {
            double score = vocabulary.TryFind(baseline.Predict(examples[i]), out int answer) ? targets[i].FirstOrDefault(target => target.Answer == answer).Score : 0;
            bound = bound.With(targets[i].Length == 0 ? 0 : targets[i].Max(target => target.Score));
            all = all.With(score);
            types[examples[i].AnswerType] = types.GetValueOrDefault(examples[i].AnswerType).With(score);
        }
        return new PriorStatistics(bound.Cell.Percent!.Value, all.Cell.Percent!.Value, types.ToDictionary(type => type.Key, type => type.Value.Cell.Percent!.Value));
    }
}
