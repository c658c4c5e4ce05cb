using System.CommandLine;
using Espalier.CommandLine;
using Espalier.Run.Commands;

namespace Espalier.Run;

/// <summary>`espalier-run`: packed models, and nothing else, on Core and Runtime alone.</summary>
public static class RunHost
{
    private const string Program = "espalier-run";

    /// <summary>Parses and runs.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="output">Gets results and progress.</param>
    /// <param name="errors">Gets what went wrong.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        RootCommand root = new("Asks packed Espalier models (.esp) about pictures, evaluates, measures and shows them.")
        {
            PredictCommand.Create(output),
            EvaluateCommand.Create(output),
            BenchCommand.Create(output),
            InspectCommand.Create(output),
        };
        return new CommandHost(Program, "interrupted", message => errors.WriteLine($"{Program}: {message}")).RunAsync(root, args, output, errors);
    }
}
