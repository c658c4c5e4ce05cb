namespace Espalier.Orchard;

/// <summary>Where an answer occurs in the pool.</summary>
/// <param name="Family">What sort of answer it is: "yes/no", "number", "color", "thing", "side" or "size".</param>
/// <param name="Answer">The answer.</param>
/// <param name="Questions">How many questions have it.</param>
/// <param name="QuestionTypes">The question types that have it, most frequent first.</param>
public sealed record AnswerCoverage(string Family, string Answer, int Questions, IReadOnlyList<string> QuestionTypes);
