namespace Espalier.Training.Training;

/// <summary>The numbers of a step.</summary>
/// <param name="Loss">The loss of the batch.</param>
/// <param name="GradientNorm">The global gradient norm before clipping.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public readonly record struct StepOutcome(double Loss, double GradientNorm, double LearningRate);
