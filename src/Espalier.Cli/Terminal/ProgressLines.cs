using System.Globalization;
using Spectre.Console;

namespace Espalier.Cli.Terminal;

/// <summary>One plain line when a step starts, every few seconds while it runs, and when it ends.</summary>
internal sealed class ProgressLines(IAnsiConsole console, TimeProvider time) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private string step = "";
    private long started, shown, since;

    public void Report(WorkProgress value)
    {
        lock (gate)
        {
            long now = time.GetTimestamp();
            if (value.Step != step)
            {
                (step, started, since) = (value.Step, now, value.Done);
            }
            else if (time.GetElapsedTime(shown, now) < Every && (value.Total == 0 || value.Done < value.Total)) return;
            shown = now;
            console.WriteLine(Line(value, time.GetElapsedTime(started, now).TotalSeconds));
        }
    }

    private string Line(WorkProgress at, double seconds)
    {
        string share = at.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * at.Done / at.Total,3:0} %  ") : "";
        string left = at.Total > 0 && at.Done > since && at.Done < at.Total
            ? string.Create(CultureInfo.InvariantCulture, $", {seconds * (at.Total - at.Done) / (at.Done - since):0} s left") : "";
        string done = string.Create(CultureInfo.InvariantCulture, $"{at.Done:N0} {at.Unit}");
        IEnumerable<string> details = [done, .. ProgressDisplay.Speed(at, seconds, since) is { } speed ? [speed] : Array.Empty<string>(), .. ProgressDisplay.Loss(at)];
        return $"{share}{at.Step}: {string.Join(", ", details)}{left}";
    }
}
