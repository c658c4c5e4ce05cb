using System.CommandLine;
using System.Runtime.InteropServices;
using Espalier.Cli.Commands;
using Spectre.Console;

namespace Espalier.Cli;

/// <summary>
/// Runs a command line and turns what happened into an exit code: 0 done, 1 bad use, 2 bad input, 3 failed, 130 interrupted (state
/// saved; the same command goes on).
/// </summary>
public static class CommandLineHost
{
    /// <summary>Parses and runs.</summary>
    /// <param name="args">The command line without the program's name.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        ParseResult parsed = EspalierCommand.Create().Parse(args);
        try
        {
            int code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? 1 : code;
        }
        catch (InputException error)
        {
            return Fail(2, error.Message);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return Fail(130, "interrupted; the state is saved, and the same command goes on from it");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (Environment.GetEnvironmentVariable("ESPALIER_TRACE") == "1") await Console.Error.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return Fail(3, $"{error.Message.Split('\n')[0].Trim()} ({error.GetType().Name}; set ESPALIER_TRACE=1 for the stack trace)");
        }
    }

    private static int Fail(int code, string message)
    {
        IAnsiConsole errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        errors.Profile.Width = int.MaxValue / 2;
        errors.MarkupLineInterpolated($"[red]espalier:[/] {message}");
        return code;
    }
}
