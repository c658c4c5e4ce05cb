namespace Espalier.Splits;

/// <summary>How many of the answers of one answer type training can have learned.</summary>
/// <param name="AnswerType">yes/no, number or other.</param>
/// <param name="Train">Its questions in train.</param>
/// <param name="TestOod">Its questions in test-ood.</param>
/// <param name="Answers">Distinct answers in test-ood.</param>
/// <param name="Covered">Those of them that are answers in train.</param>
/// <param name="Answerable">The share of its test-ood questions whose answer is an answer in train.</param>
public sealed record AnswerTypeCoverage(string AnswerType, int Train, int TestOod, int Answers, int Covered, double Answerable);
