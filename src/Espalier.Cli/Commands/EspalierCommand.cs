using System.CommandLine;

namespace Espalier.Cli.Commands;

/// <summary>The root command and its verbs.</summary>
internal static class EspalierCommand
{
    public static RootCommand Create() => new("Trains, debiases and prunes vision-language models for visual question answering.")
    {
        RunCommand.Create(),
        ReportCommand.Create(),
    };
}
