using Espalier.Training.Pipeline.Runs;
using Microsoft.Extensions.Logging;

namespace Espalier.Cli.Terminal;

/// <summary>Appends log lines with their time to a run's log.txt; debug lines too, which the terminal does not show.</summary>
internal sealed class RunLogger : ILogger, IDisposable
{
    private readonly Lock gate = new();
    private readonly StreamWriter file;
    private readonly TimeProvider time;

    public RunLogger(string path, TimeProvider time) => (file, this.time) = (new StreamWriter(path, append: true), time);

    /// <summary>Writes to a run's log.txt.</summary>
    public static RunLogger For(RunFolder run) => new(run.At("log.txt"), TimeProvider.System);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate)
        {
            file.WriteLine(FormattableString.Invariant($"{time.GetLocalNow():yyyy-MM-dd HH:mm:ss.fff} {logLevel} {formatter(state, exception)}"));
            file.Flush();
        }
    }

    public void Dispose() => file.Dispose();
}
