namespace Espalier.Training.Pipeline.Plans;

/// <summary>What a stage of a plan will do.</summary>
/// <param name="Node">The stage.</param>
/// <param name="Epochs">Passes over train; 0 for a one-shot stage.</param>
/// <param name="Batch">Questions per step.</param>
/// <param name="Steps">Steps in all; null where the number of train questions is not known before the data are prepared.</param>
public sealed record PlannedStage(StageNode Node, int Epochs, int Batch, long? Steps);
