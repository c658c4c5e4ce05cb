using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Espalier.CommandLine;

/// <summary>Runs a command line, and turns what happened into an exit code and a message of one line, or a few for bad use.</summary>
/// <param name="program">The program's name.</param>
/// <param name="interrupted">What is said of an interruption.</param>
/// <param name="fail">Shows a message of what went wrong.</param>
public sealed class CommandHost(string program, string interrupted, Action<string> fail)
{
    private const string TraceVariable = "ESPALIER_TRACE";

    /// <summary>Parses and runs.</summary>
    /// <param name="root">The command and its verbs.</param>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="output">Gets help.</param>
    /// <param name="errors">Gets what the parser has to say, and stack traces where they are asked for.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(RootCommand root, string[] args, TextWriter output, TextWriter errors)
    {
        using var interrupt = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction && Misuse.Of(program, parsed) is { } misuse)
        {
            foreach (string line in misuse) fail(line);
            return ExitCodes.BadUse;
        }
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors };
        try
        {
            int code = await parsed.InvokeAsync(invocation, interrupt.Token).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCodes.BadUse : code;
        }
        catch (InputException error)
        {
            return Fail(ExitCodes.BadInput, error.Message);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            return Fail(ExitCodes.Interrupted, interrupted);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (Environment.GetEnvironmentVariable(TraceVariable) == "1") await errors.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return Fail(ExitCodes.Failed, $"{error.Message.Split('\n')[0].Trim()} ({error.GetType().Name}; set {TraceVariable}=1 for the stack trace)");
        }
    }

    private int Fail(int code, string message)
    {
        fail(message);
        return code;
    }
}
