namespace Espalier.Decoding;

/// <summary>An answer that a model has written.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Score">Its log-likelihood divided by the length penalty of Wu et al. 2016.</param>
public sealed record WrittenAnswer(string Text, float Score);
