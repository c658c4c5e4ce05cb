using MathNet.Numerics.Statistics;

namespace Espalier.Cli.Comparison;

/// <summary>What one engine took, round by round.</summary>
/// <param name="Milliseconds">By the clock.</param>
/// <param name="CpuMilliseconds">Of all processors together, for machines that others use, too; with several threads it counts those that wait.</param>
internal sealed record Timing(double[] Milliseconds, double[] CpuMilliseconds)
{
    /// <summary>By the clock, over the rounds.</summary>
    public double Median => Milliseconds.Median();

    /// <summary>Of all processors, over the rounds.</summary>
    public double MedianCpu => CpuMilliseconds.Median();

    /// <summary>How many times as fast as another one, over rounds of times that stood side by side; by the clock, and by processor time.</summary>
    public (double Clock, double Cpu) SpeedUpOver(Timing other) =>
        (other.Milliseconds.Zip(Milliseconds, (theirs, mine) => theirs / mine).Median(), other.CpuMilliseconds.Zip(CpuMilliseconds, (theirs, mine) => theirs / mine).Median());
}
