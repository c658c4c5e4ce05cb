using System.Diagnostics;
using System.Globalization;

namespace Espalier.Bench.Loading;

/// <summary>What reading files took.</summary>
/// <param name="Seconds">Of all of it, or of a batch.</param>
/// <param name="PrivateBytes">Memory of the process's own at its end, pages of files not counted.</param>
/// <param name="PeakBytes">The most that was resident, pages of files included.</param>
/// <param name="StartBytes">What was resident before, where that was looked at.</param>
internal sealed record LoadMeasurement(double Seconds, long PrivateBytes, long PeakBytes, long StartBytes = 0)
{
    /// <summary>What is resident in this process at present.</summary>
    public static long ResidentBytes
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    /// <summary>What this process has taken until now.</summary>
    public static LoadMeasurement Taken(double seconds)
    {
        using Process process = Process.GetCurrentProcess();
        string line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Anonymous, StringComparison.Ordinal));
        return new LoadMeasurement(seconds, 1024 * long.Parse(line[Anonymous.Length..^"kB".Length], CultureInfo.InvariantCulture), process.PeakWorkingSet64);
    }

    private const string Anonymous = "RssAnon:";
}
