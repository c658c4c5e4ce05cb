namespace Espalier.Splits;

/// <summary>How the answers to one question type are distributed before and after (Jensen-Shannon divergence; Lin 1991).</summary>
/// <param name="QuestionType">The question type.</param>
/// <param name="Train">Its questions in train.</param>
/// <param name="TestOod">Its questions in test-ood.</param>
/// <param name="Divergence">
/// The Jensen-Shannon divergence, base 2, between train and test-ood; NaN where one of them has no such question.
/// </param>
/// <param name="ValidationDivergence">The same between train and validation-ood.</param>
/// <param name="Answers">The answers most frequent in either, the most frequent first.</param>
public sealed record PriorShift(
    string QuestionType, int Train, int TestOod, double Divergence, double ValidationDivergence, IReadOnlyList<AnswerShift> Answers);
