namespace Espalier.Data;

/// <summary>An answer and how likely the model finds it.</summary>
/// <param name="Answer">One of the answer vocabulary.</param>
/// <param name="Probability">
/// The sigmoid of its logit. Each answer is judged by itself, as soft targets allow several; the probabilities of all need not sum to 1.
/// </param>
public sealed record AnswerChance(string Answer, double Probability);
