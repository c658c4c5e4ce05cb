using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Espalier.Cli.Commands;
using Espalier.Cli.Terminal;
using Spectre.Console;

namespace Espalier.Cli;

/// <summary>
/// Runs a command line and turns what happened into an exit code: 0 done, 1 bad use, 2 bad input, 3 failed, 130 interrupted (state
/// saved; the same command goes on).
/// </summary>
public static class CommandLineHost
{
    private const string TraceVariable = "ESPALIER_TRACE";

    /// <summary>Parses and runs, on the process's own console.</summary>
    /// <param name="args">The command line without the program's name.</param>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Parses and runs.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="output">Gets results and progress.</param>
    /// <param name="errors">Gets what went wrong.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        ParseResult parsed = EspalierCommand.Create(Workplace.Of(Screens.Of(output))).Parse(args);
        if (parsed.Action is ParseErrorAction && Misuse.Of(parsed) is { } misuse)
        {
            foreach (string line in misuse) Fail(errors, 1, line);
            return 1;
        }
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors };
        try
        {
            int code = await parsed.InvokeAsync(invocation, interrupt.Token).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? 1 : code;
        }
        catch (InputException error)
        {
            return Fail(errors, 2, error.Message);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return Fail(errors, 130, "interrupted; what was done is kept, and the same command goes on (pre-training starts anew)");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (Environment.GetEnvironmentVariable(TraceVariable) == "1") await errors.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return Fail(errors, 3, $"{error.Message.Split('\n')[0].Trim()} ({error.GetType().Name}; set {TraceVariable}=1 for the stack trace)");
        }
    }

    private static int Fail(TextWriter errors, int code, string message)
    {
        IAnsiConsole screen = Screens.Of(errors);
        screen.MarkupLineInterpolated($"[red]espalier:[/] {message}");
        return code;
    }
}
