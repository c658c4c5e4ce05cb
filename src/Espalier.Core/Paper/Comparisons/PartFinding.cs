namespace Espalier.Paper.Comparisons;

/// <summary>A part of a comparison as it came out.</summary>
/// <param name="Part">What sets it apart: "50 %".</param>
/// <param name="Difference">Over all seeds that have it.</param>
public sealed record PartFinding(string Part, Difference Difference);
