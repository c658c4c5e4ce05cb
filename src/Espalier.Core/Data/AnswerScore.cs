namespace Espalier.Data;

/// <summary>One entry of a sparse soft target: an answer of the vocabulary and its score in (0, 1] (Teney et al. 2018).</summary>
/// <param name="Answer">Index into the answer vocabulary.</param>
/// <param name="Score">The soft score, from the share of annotators that gave the answer.</param>
public readonly record struct AnswerScore(int Answer, float Score);
