using System.Globalization;

namespace Espalier.CommandLine;

/// <summary>One plain line when a step starts, every few seconds while it runs, and when it ends.</summary>
/// <param name="write">Takes a line.</param>
/// <param name="time">The clock.</param>
public sealed class ProgressLines(Action<string> write, TimeProvider time) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly Lock gate = new();
    private string step = "";
    private long started, shown, since;

    /// <summary>"1,240 questions/s"; null before there is a rate.</summary>
    /// <param name="at">How far it is.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="since">How far it was before.</param>
    public static string? Speed(WorkProgress at, double seconds, long since)
    {
        double rate = seconds > 0.5 ? (at.Done - since) / seconds : 0;
        // What takes more than a second each is told by the minute: "0 runs/s" says nothing.
        return rate switch
        {
            <= 0 => null,
            < 1 => string.Create(CultureInfo.InvariantCulture, $"{rate * 60:0.0} {at.Unit}/min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{rate:N0} {at.Unit}/s"),
        };
    }

    /// <summary>"loss 2.310", where there is one.</summary>
    public static IEnumerable<string> Loss(WorkProgress at) => at.Loss is { } loss ? [string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}")] : [];

    /// <inheritdoc/>
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
            write(Line(value, time.GetElapsedTime(started, now).TotalSeconds));
        }
    }

    private string Line(WorkProgress at, double seconds)
    {
        string share = at.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100.0 * at.Done / at.Total,3:0} %  ") : "";
        string left = at.Total > 0 && at.Done > since && at.Done < at.Total
            ? string.Create(CultureInfo.InvariantCulture, $", {seconds * (at.Total - at.Done) / (at.Done - since):0} s left") : "";
        string done = string.Create(CultureInfo.InvariantCulture, $"{at.Done:N0} {at.Unit}");
        IEnumerable<string> details = [done, .. Speed(at, seconds, since) is { } speed ? [speed] : Array.Empty<string>(), .. Loss(at)];
        return $"{share}{at.Step}: {string.Join(", ", details)}{left}";
    }
}
