using Microsoft.Extensions.Logging;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>
/// Runs what a sweep has not done yet, a bounded number at a time, and keeps going past runs that fail. Runs that share a stage 1 are not started
/// together before one of them has trained it, so that it is trained once.
/// </summary>
/// <param name="sweep">The sweep.</param>
/// <param name="folder">The sweep's folder; runs go to runs/NAME in it.</param>
/// <param name="worker">Carries out runs.</param>
/// <param name="logger">Told what starts, ends and fails.</param>
/// <param name="progress">Told how many runs are done.</param>
public sealed class SweepRunner(Sweep sweep, SweepFolder folder, ISweepWorker worker, ILogger logger, IProgress<WorkProgress>? progress = null)
{
    /// <summary>Runs everything that is not done.</summary>
    /// <param name="jobs">Runs at a time.</param>
    /// <param name="cancellation">Stops all runs soon, with their states saved.</param>
    /// <returns>The runs that failed, with what went wrong.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InputException">A run of the folder was done with other settings.</exception>
    public async Task<IReadOnlyList<(SweepPoint Point, string Error)>> RunAsync(int jobs, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        foreach (SweepPoint point in sweep.Points) folder.RequireSame(point);
        List<SweepPoint> waiting = [.. sweep.Points.Where(point => !folder.IsDone(point))];
        List<(SweepPoint, string)> failed = [];
        Dictionary<Task<string?>, SweepPoint> running = [];
        HashSet<string> started = [.. sweep.Points.Where(folder.IsDone).Select(point => point.Start)];
        Report(0);
        while (waiting.Count > 0 || running.Count > 0)
        {
            while (!cancellation.IsCancellationRequested && running.Count < jobs && Next(waiting, started, running.Values) is { } point)
            {
                waiting.Remove(point);
                logger.LogInformation("{Run} starts", point.Name);
                running.Add(CarryOutAsync(point, cancellation), point);
            }
            if (running.Count == 0) break;
            Task<string?> ended = await Task.WhenAny(running.Keys).ConfigureAwait(false);
            SweepPoint done = running[ended];
            running.Remove(ended);
            if (await ended.ConfigureAwait(false) is { } error && !cancellation.IsCancellationRequested)
            {
                logger.LogError("{Run} failed: {Error}", done.Name, error);
                failed.Add((done, error));
            }
            else if (!cancellation.IsCancellationRequested)
            {
                logger.LogInformation("{Run} is done", done.Name);
                started.Add(done.Start);
            }
            Report(failed.Count);
        }
        cancellation.ThrowIfCancellationRequested();
        return failed;

        void Report(int failures) => progress?.Report(new WorkProgress(
            failures == 0 ? "sweep" : $"sweep ({failures} failed)", sweep.Points.Count(folder.IsDone) + failures, sweep.Points.Count, "runs"));
    }

    // A worker that breaks down (no process to be had, a full disk) has failed in one run, and must not leave the others alone.
    private async Task<string?> CarryOutAsync(SweepPoint point, CancellationToken cancellation)
    {
        try
        {
            return await worker.RunAsync(sweep.RecipePath, [.. sweep.Common, .. point.Overrides], folder.RunPath(point), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return error.Message;
        }
    }

    // The first whose stage 1 is trained, or that nobody is training now.
    private static SweepPoint? Next(List<SweepPoint> waiting, HashSet<string> started, IEnumerable<SweepPoint> running)
    {
        HashSet<string> training = [.. running.Select(run => run.Start).Except(started)];
        return waiting.Find(point => !training.Contains(point.Start));
    }
}
