namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>Carries out the runs of a sweep, each in a process of its own: one that fails, or is killed, takes no other with it.</summary>
public interface ISweepWorker
{
    /// <summary>Does a run, or goes on with it.</summary>
    /// <param name="recipePath">The recipe.</param>
    /// <param name="overrides">What it changes.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="cancellation">Stops it soon, with its state saved.</param>
    /// <returns>Null if it is done, else what went wrong.</returns>
    Task<string?> RunAsync(string recipePath, IReadOnlyList<string> overrides, string folder, CancellationToken cancellation);
}
