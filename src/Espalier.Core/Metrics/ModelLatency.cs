namespace Espalier.Metrics;

/// <summary>Milliseconds to answer one question, alone in its batch.</summary>
/// <param name="Torch">With libtorch, the zeros multiplied like all else.</param>
/// <param name="Packed">With the sparse runtime.</param>
public sealed record ModelLatency(double? Torch, double? Packed);
