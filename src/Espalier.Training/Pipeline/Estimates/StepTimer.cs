namespace Espalier.Training.Pipeline.Estimates;

/// <summary>
/// Times a step of a size. Sizes double from 1 on, which also warms everything up, until the wanted one, which is then timed for a while; a step too long for that
/// is told from its two largest sizes, as something that it takes anyway and something for each question.
/// </summary>
internal static class StepTimer
{
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(1.5), Enough = TimeSpan.FromSeconds(2);
    private const int FewestSteps = 3;

    /// <summary>The seconds that a step takes in the mean.</summary>
    /// <param name="size">Questions of the step.</param>
    /// <param name="prepare">Does what the next step, of so many questions, needs and is not timed, and gives the step.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public static double Seconds(int size, Func<int, Action> prepare, TimeProvider clock, CancellationToken cancellation)
    {
        (int Size, TimeSpan Time) before = default;
        for (int some = 1; ; some = Math.Min(2 * some, size))
        {
            Time(some);
            TimeSpan time = Time(some);
            if (some == size) return (time > LongStep ? time : Mean()).TotalSeconds;
            if (time > LongStep && some > 1) return Extrapolate(before, (some, time), size);
            before = (some, time);
        }

        TimeSpan Time(int rows)
        {
            cancellation.ThrowIfCancellationRequested();
            Action step = prepare(rows);
            long start = clock.GetTimestamp();
            step();
            return clock.GetElapsedTime(start);
        }

        // Of the later half, as compilers and caches take a while; libtorch's kernels are compiled for each length that a batch can have.
        TimeSpan Mean()
        {
            List<TimeSpan> times = [];
            long start = clock.GetTimestamp();
            while (times.Count < FewestSteps || clock.GetElapsedTime(start) < Enough) times.Add(Time(size));
            TimeSpan[] later = [.. times.Skip(times.Count / 2)];
            return TimeSpan.FromTicks((long)later.Average(time => time.Ticks));
        }
    }

    private static double Extrapolate((int Size, TimeSpan Time) before, (int Size, TimeSpan Time) last, int size)
    {
        // Never less than nothing for a question, nor for the step.
        double each = Math.Clamp((last.Time - before.Time).TotalSeconds / (last.Size - before.Size), 0, last.Time.TotalSeconds / last.Size);
        return last.Time.TotalSeconds + (each * (size - last.Size));
    }
}
