using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Data;
using Espalier.Reports.Tables;
using Espalier.Splits;
using Spectre.Console;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data resplit`: the same questions with changing priors.</summary>
internal static class ResplitCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string>("folder") { Description = "A prepared folder." };
        var output = new Option<string>("--out") { Description = "A new folder; it refers to the pictures and features of the other one.", HelpName = "folder", Required = true };
        var command = new Command("resplit", "Pools a data set's questions and splits them so that answers change between training and test, as VQA-CP was made from VQA.")
        {
            folder, output,
        };
        SplitOptions split = new(command, trainDefault: 0);
        command.SetAction(parsed => Run(workplace, parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output), split.Of(parsed), split.Train(parsed)));
        return command;
    }

    private static int Run(Workplace workplace, string source, string output, ChangingPriorOptions options, int train)
    {
        NewFolder.Require(output);
        var dataset = DatasetFolder.Open(source);
        SplitResult split = ProgressDisplay.Run(workplace.Screen, progress =>
        {
            progress.Report(new WorkProgress("splitting", 0, 0, "questions"));
            SplitResult? result = null;
            AtomicFolder.Write(output, target => result = DatasetResplit.Write(dataset, target, options, train));
            return result!;
        });
        foreach (ReportTable table in StatisticsTables.Split(split.Report)) workplace.Screen.Write(TableView.Of(table));
        workplace.Screen.WriteLine($"Data: {output}");
        return 0;
    }
}
