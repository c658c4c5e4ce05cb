namespace Espalier.Decoding;

/// <summary>An answer that beam search found, with the length penalty of Wu et al. 2016.</summary>
/// <param name="Ids">Its word pieces, the first and, if it was reached, the last included.</param>
/// <param name="Score">Its log-likelihood divided by the length penalty.</param>
public sealed record GeneratedAnswer(IReadOnlyList<long> Ids, float Score);
