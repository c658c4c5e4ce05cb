namespace Espalier.Orchard;

/// <summary>How skewed a question type is in the pool.</summary>
/// <param name="QuestionType">The leading words.</param>
/// <param name="Questions">How many questions begin so.</param>
/// <param name="Answers">How many different answers they have.</param>
/// <param name="UsualAnswer">The most frequent answer.</param>
/// <param name="UsualShare">Its share of the type's questions.</param>
public sealed record TypePrior(string QuestionType, int Questions, int Answers, string UsualAnswer, double UsualShare);
