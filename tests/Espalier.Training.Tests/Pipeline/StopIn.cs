namespace Espalier.Training.Tests.Pipeline;

/// <summary>Stops a run in a step: at the third report where it counts questions, so that something is done by then, and else at the first.</summary>
internal sealed class StopIn(string step, CancellationTokenSource stop) : IProgress<WorkProgress>
{
    private int reports;

    public void Report(WorkProgress value)
    {
        if (value.Step == step && ++reports == (value.Unit == "questions" ? 3 : 1)) stop.Cancel();
    }
}
