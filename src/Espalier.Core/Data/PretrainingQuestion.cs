namespace Espalier.Data;

/// <summary>A question of a pre-training corpus.</summary>
/// <param name="Question">The question's text.</param>
/// <param name="QuestionType">Its leading words.</param>
/// <param name="Answer">The one right answer.</param>
public sealed record PretrainingQuestion(string Question, string QuestionType, string Answer);
