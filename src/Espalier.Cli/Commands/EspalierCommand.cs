using System.CommandLine;

namespace Espalier.Cli.Commands;

/// <summary>The root command and its verbs.</summary>
internal static class EspalierCommand
{
    public static RootCommand Create(Workplace workplace) => new("Trains, debiases and prunes vision-language models for visual question answering.")
    {
        RunCommand.Create(workplace),
        SweepCommand.Create(workplace),
        ReportCommand.Create(workplace),
        ValidateCommand.Create(workplace),
        ListCommand.Create(workplace),
        CopyCommand.Create(workplace),
        EvaluateCommand.Create(workplace),
        CompareCommand.Create(workplace),
        PredictCommand.Create(workplace),
        ExportCommand.Create(workplace),
        PretrainCommand.Create(workplace),
        Data.DataCommand.Create(workplace),
        Bench.BenchCommand.Create(workplace),
        DoctorCommand.Create(workplace),
    };
}
