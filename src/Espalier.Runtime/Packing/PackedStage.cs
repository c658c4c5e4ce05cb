namespace Espalier.Packing;

/// <summary>A stage of a model's making.</summary>
/// <param name="Stage">1, 2 or 3.</param>
/// <param name="Objective">bce, lmh, rubi or lpf; or omp or random, for pruning at one stroke.</param>
public sealed record PackedStage(int Stage, string Objective);
