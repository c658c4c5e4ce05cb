using Espalier.Metrics;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>A sweep's folder: runs/NAME for each run, results.csv, log.txt.</summary>
/// <param name="path">The folder.</param>
public sealed class SweepFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>One line for each model of each finished run.</summary>
    public string ResultsPath => System.IO.Path.Combine(Path, "results.csv");

    /// <summary>The log: one for each part of the sweep, as several machines may be at work on parts.</summary>
    /// <param name="only">The part's axes and values; none for the whole.</param>
    public string LogPath(IReadOnlyList<string> only) => System.IO.Path.Combine(Path, only.Count == 0
        ? "log.txt"
        : $"log_{string.Join('_', only.Select(SweepAxis.FileName))}.txt");

    /// <summary>The folder of the pictures.</summary>
    public string PicturesPath => System.IO.Path.Combine(Path, "pictures");

    /// <summary>A run's folder.</summary>
    public string RunPath(SweepPoint point) => System.IO.Path.Combine(Path, "runs", point.Name);

    /// <summary>Whether a run is done.</summary>
    public bool IsDone(SweepPoint point) => File.Exists(SummaryPath(point));

    /// <summary>Checks that a run which was begun before is one of the same settings, so that a table never mixes others in.</summary>
    /// <param name="point">The run.</param>
    /// <exception cref="InputException">It is of another recipe.</exception>
    public void RequireSame(SweepPoint point) => RunFolder.RequireSame(RunPath(point), point.Recipe);

    /// <summary>What a finished run found.</summary>
    /// <exception cref="InputException">Its summary is missing or damaged.</exception>
    public RunSummary Summary(SweepPoint point) => RunSummary.Load(SummaryPath(point));

    private string SummaryPath(SweepPoint point) => System.IO.Path.Combine(RunPath(point), "summary.json");
}
