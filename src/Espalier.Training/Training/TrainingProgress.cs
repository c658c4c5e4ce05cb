namespace Espalier.Training.Training;

/// <summary>How far training is.</summary>
/// <param name="Name">What is trained.</param>
/// <param name="Epoch">The present epoch, counted from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The loss of the last step.</param>
/// <param name="QuestionsPerSecond">The rate since this process began or resumed, evaluations and saving included.</param>
/// <param name="TimeLeft">An estimate from that rate.</param>
public readonly record struct TrainingProgress(
    string Name, int Epoch, int Epochs, long Step, long Steps, double Loss, double QuestionsPerSecond, TimeSpan TimeLeft);
