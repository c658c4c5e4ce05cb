namespace Espalier.Training.Models;

/// <summary>What data decide of a model's shape.</summary>
/// <param name="Vocabulary">Word pieces.</param>
/// <param name="Answers">Answers, one for each logit; null where they are not known yet, and the shape keeps its own number.</param>
/// <param name="Features">Numbers that describe a region.</param>
public sealed record DataSizes(int Vocabulary, int? Answers, int Features);
