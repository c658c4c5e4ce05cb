namespace Espalier.Metrics;

/// <summary>Scores of the validation parts, in percent; null where a data set does not have the part.</summary>
/// <param name="Id">In distribution.</param>
/// <param name="Ood">Out of distribution.</param>
public sealed record ValidationScores(double? Id, double? Ood);
