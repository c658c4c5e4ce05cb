using Espalier.Cli.Commands;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Spectre.Console;

namespace Espalier.Cli;

/// <summary>
/// Runs a command line and turns what happened into an exit code: 0 done, 1 bad use, 2 bad input, 3 failed, 130 interrupted (state
/// saved; the same command goes on).
/// </summary>
public static class CommandLineHost
{
    private const string Interrupted = "interrupted; what was done is kept, and the same command goes on (pre-training starts anew)";

    /// <summary>Parses and runs, on the process's own console.</summary>
    /// <param name="args">The command line without the program's name.</param>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Parses and runs.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="output">Gets results and progress.</param>
    /// <param name="errors">Gets what went wrong.</param>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors) =>
        new CommandHost("espalier", Interrupted, message => Screens.Of(errors).MarkupLineInterpolated($"[red]espalier:[/] {message}"))
            .RunAsync(EspalierCommand.Create(Workplace.Of(Screens.Of(output))), args, output, errors);
}
