using System.Diagnostics;
using Espalier.Metrics;

namespace Espalier.Training.Pipeline;

/// <summary>Adds up how long the steps of a run took.</summary>
internal sealed class StageClock
{
    private readonly Dictionary<string, double> seconds = [];

    /// <summary>Adds time to a step.</summary>
    public void Add(string step, double time) => seconds[step] = seconds.GetValueOrDefault(step) + time;

    /// <summary>Does something and adds its time to a step.</summary>
    public T Time<T>(string step, Func<T> work)
    {
        Stopwatch clock = Stopwatch.StartNew();
        T result = work();
        Add(step, clock.Elapsed.TotalSeconds);
        return result;
    }

    /// <summary>The sums, null for a step that there was not.</summary>
    public RunSeconds Seconds() => new()
    {
        Data = Of("data"),
        Pretrain = Of("pretrain"),
        Stage1 = Of("stage1"),
        Stage2 = Of("stage2"),
        Stage3 = Of("stage3"),
        Evaluate = Of("evaluate"),
    };

    private double? Of(string step) => seconds.TryGetValue(step, out double time) ? Math.Round(time, 1) : null;
}
