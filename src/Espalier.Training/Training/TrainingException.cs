namespace Espalier.Training.Training;

/// <summary>Training cannot go on: the loss or gradient is not a finite number, or weights changed that were frozen.</summary>
/// <param name="message">What happened, and at which step.</param>
public sealed class TrainingException(string message) : Exception(message);
