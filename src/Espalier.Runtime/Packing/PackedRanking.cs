namespace Espalier.Packing;

/// <summary>How a model that writes answers chooses among those that it knows.</summary>
/// <param name="Shortlist">Answers whose whole sequence is scored: those whose first word piece is likeliest. The others get no chance at all.</param>
public sealed record PackedRanking(int Shortlist);
