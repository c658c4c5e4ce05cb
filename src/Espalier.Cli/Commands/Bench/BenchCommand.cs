using System.CommandLine;

namespace Espalier.Cli.Commands.Bench;

/// <summary>`bench` and its verbs.</summary>
internal static class BenchCommand
{
    public static Command Create(Workplace workplace) => new("bench", "Measures speed on this machine.") { CompareEnginesCommand.Create(workplace) };
}
