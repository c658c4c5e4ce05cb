namespace Espalier.Metrics;

/// <summary>An answer to a question.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Probability">How sure: the model's probability, or the answer's share in the prior; null if unknown.</param>
/// <param name="Score">What the answer earns by the VQA metric, in [0, 1].</param>
public sealed record ReportAnswer(string Answer, double? Probability, double Score);
