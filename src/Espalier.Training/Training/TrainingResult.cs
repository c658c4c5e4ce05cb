namespace Espalier.Training.Training;

/// <summary>What a stage of training came to. The model holds the best weights, under the best masks.</summary>
/// <param name="Best">The selected evaluation; null only if there were no evaluations.</param>
/// <param name="BestFolder">The folder of the best checkpoint: model.safetensors and, for masked models, mask.safetensors.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Seconds">Time over all processes that trained, evaluations included.</param>
/// <param name="WaitShare">Share of the time, in this process, that training waited for batches.</param>
public sealed record TrainingResult(Evaluation Best, string BestFolder, long Steps, double Seconds, double WaitShare);
