namespace Espalier.Splits;

/// <summary>The share of one answer among the answers to a question type.</summary>
/// <param name="Answer">The normalised answer.</param>
/// <param name="Before">Its share in train, in [0, 1].</param>
/// <param name="After">Its share in test-ood, in [0, 1].</param>
public sealed record AnswerShift(string Answer, double Before, double After);
