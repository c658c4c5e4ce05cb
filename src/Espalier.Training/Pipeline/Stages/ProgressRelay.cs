using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>Tells a run's progress what a trainer tells.</summary>
internal sealed class ProgressRelay(IProgress<WorkProgress> run, int batchSize) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        run.Report(new WorkProgress(value.Name, value.Step * batchSize, value.Steps * batchSize, "questions", value.Loss));
}
