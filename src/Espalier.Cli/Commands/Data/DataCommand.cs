using System.CommandLine;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data` and its verbs.</summary>
internal static class DataCommand
{
    public static Command Create(Workplace workplace) =>
        new("data", "Makes, imports, splits and describes data sets. A prepared folder is what recipes name by `source: prepared`.")
    {
        MakeCommand.Create(workplace),
        ImportCommand.Create(workplace),
        FeaturesCommand.Create(workplace),
        ResplitCommand.Create(workplace),
        StatsCommand.Create(workplace),
    };
}
