namespace Espalier.Metrics;

/// <summary>The answer prior of a question type (Si et al. 2023, after Clark et al. 2019).</summary>
/// <param name="QuestionType">The type.</param>
/// <param name="Questions">Its questions.</param>
/// <param name="Sum">The sum of all entries, which need not be 1: annotators may each be right.</param>
/// <param name="First">The likeliest answers with their entries.</param>
public sealed record TypePriorStatistics(string QuestionType, long Questions, double Sum, IReadOnlyList<KeyValuePair<string, double>> First);
