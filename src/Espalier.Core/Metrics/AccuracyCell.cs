namespace Espalier.Metrics;

/// <summary>A mean accuracy and what it is the mean of.</summary>
/// <param name="Questions">How many questions.</param>
/// <param name="Percent">The mean, in percent; null where there are no questions.</param>
public readonly record struct AccuracyCell(long Questions, double? Percent);
