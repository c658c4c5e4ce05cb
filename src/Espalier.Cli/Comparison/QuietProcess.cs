using System.Diagnostics;

namespace Espalier.Cli.Comparison;

/// <summary>Waits until the process does nothing: idle threads of thread pools may look for work for a while after a run, on the cores of the next one.</summary>
internal static class QuietProcess
{
    private const int Slices = 3;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(10), Most = TimeSpan.FromSeconds(2), Idle = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits for 30 ms in which it computes for less than 3 ms; no longer than 2 s.</summary>
    public static void Await()
    {
        long start = Stopwatch.GetTimestamp();
        for (int quiet = 0; quiet < Slices && Stopwatch.GetElapsedTime(start) < Most;)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Slice);
            quiet = Environment.CpuUsage.TotalTime - before < Idle ? quiet + 1 : 0;
        }
    }
}
