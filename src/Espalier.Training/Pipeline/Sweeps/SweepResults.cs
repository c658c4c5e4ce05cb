using Espalier.Metrics;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>Gathers what the finished runs of a sweep found.</summary>
public static class SweepResults
{
    /// <summary>One row for each model of each finished run, in the sweep's order.</summary>
    /// <exception cref="InputException">A summary is damaged.</exception>
    public static SweepTable Gather(Sweep sweep, SweepFolder folder) => new(sweep.Axes,
    [
        .. sweep.Points.Where(folder.IsDone).SelectMany(point => folder.Summary(point).Models.Select(model => new SweepRow
        {
            Run = point.Name,
            Axes = point.Values,
            Model = model.Id,
            Sparsity = model.Sparsity,
            Kept = model.Parameters.Kept,
            Validation = model.Validation ?? new ValidationScores(null, null),
            Accuracy = model.Accuracy,
        })),
    ]);
}
