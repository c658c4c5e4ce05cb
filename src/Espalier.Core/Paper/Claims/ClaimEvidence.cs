using Espalier.Paper.Comparisons;

namespace Espalier.Paper.Claims;

/// <summary>What a claim's status rests on.</summary>
/// <param name="Comparisons">Each comparison as it came out.</param>
/// <param name="Notes">What else is to be told.</param>
public sealed record ClaimEvidence(IReadOnlyList<ComparisonFinding> Comparisons, IReadOnlyList<string> Notes);
