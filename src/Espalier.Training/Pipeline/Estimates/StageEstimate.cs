using Espalier.Training.Pipeline.Plans;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>What a part of a run needs.</summary>
/// <param name="Name">What it is called: "pre-training", "stage 2, lpf+lmh", "test".</param>
/// <param name="Node">The stage; null for pre-training and test.</param>
/// <param name="Steps">Steps of the optimiser; null where the questions are not known.</param>
/// <param name="Trained">Numbers that it trains: weights, or scores of masks with the answer head.</param>
/// <param name="SecondsPerStep">What a step takes; null where it was not timed, or there is none.</param>
/// <param name="Seconds">What all of it takes, with its evaluations as far as their questions are known; null where that is not known.</param>
/// <param name="Memory">Its peak.</param>
public sealed record StageEstimate(string Name, StageNode? Node, long? Steps, long Trained, double? SecondsPerStep, double? Seconds, MemoryEstimate Memory);
