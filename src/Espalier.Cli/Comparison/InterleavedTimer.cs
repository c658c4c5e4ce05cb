using System.Diagnostics;

namespace Espalier.Cli.Comparison;

/// <summary>Times several things in turn, so that whatever else the machine does meets all of them.</summary>
internal static class InterleavedTimer
{
    /// <summary>
    /// Times. In each round everything runs once, in an order that turns round with every round; before, when the process has become quiet, it runs
    /// untimed, so that code, memory and caches are its own.
    /// </summary>
    /// <param name="runs">What is timed.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="done">Told after each round how many are done.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    public static IReadOnlyList<Timing> Measure(IReadOnlyList<Func<float[]>> runs, int rounds, Action<int> done, CancellationToken cancellation)
    {
        Timing[] timings = [.. runs.Select(_ => new Timing(new double[rounds], new double[rounds]))];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < runs.Count; turn++)
            {
                cancellation.ThrowIfCancellationRequested();
                int i = round % 2 == 0 ? turn : runs.Count - 1 - turn;
                QuietProcess.Await();
                runs[i]();
                TimeSpan before = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                runs[i]();
                timings[i].Milliseconds[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                timings[i].CpuMilliseconds[round] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            }
            done(round + 1);
        }
        return timings;
    }
}
