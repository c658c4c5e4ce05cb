namespace Espalier.Metrics;

/// <summary>Milliseconds to answer one question, alone in its batch: a median after a warm-up.</summary>
/// <param name="Torch">With libtorch, the zeros multiplied like all else, so that models of one shape differ by noise alone.</param>
/// <param name="Packed">With the sparse runtime.</param>
public sealed record ModelLatency(double? Torch, double? Packed);
