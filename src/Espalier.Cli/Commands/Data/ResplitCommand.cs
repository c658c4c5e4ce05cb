using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Data;
using Espalier.Reports.Tables;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Tables;
using Spectre.Console;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data resplit`: the same questions with changing priors, or with varying shortcuts.</summary>
internal static class ResplitCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string>("folder") { Description = "A prepared folder." };
        var output = new Option<string>("--out") { Description = "A new folder; it refers to the pictures and features of the other one.", HelpName = "folder", Required = true };
        var objects = new Option<string?>("--objects")
        {
            Description = "With --varying-shortcut: what the pictures show, see docs/shortcuts.md; by default the folder's own file, if it has one.",
            HelpName = "file",
        };
        var command = new Command(
            "resplit", "Pools a data set's questions and splits them so that answers change between training and test, as VQA-CP was made from VQA, or VQA-VS.")
        {
            folder, output, objects,
        };
        SplitOptions split = new(command, trainDefault: 0);
        command.Validators.Add(result =>
        {
            if (result.GetValue(objects) is not null && !split.IsShortcut(result)) result.AddError("--objects is for --varying-shortcut");
        });
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(output);
            NewFolder.Require(target);
            var dataset = DatasetFolder.Open(parsed.GetRequiredValue(folder));
            return Run(workplace, target, aside => split.Shortcuts(parsed) is { } options
                ? ShortcutResplit.Write(dataset, aside, options, parsed.GetValue(objects))
                : DatasetResplit.Write(dataset, aside, split.Of(parsed), split.Train(parsed)));
        });
        return command;
    }

    private static int Run(Workplace workplace, string output, Func<string, SplitResult> write)
    {
        SplitResult split = ProgressDisplay.Run(workplace.Screen, progress =>
        {
            progress.Report(new WorkProgress("splitting", 0, 0, "questions"));
            SplitResult? result = null;
            AtomicFolder.Write(output, target => result = write(target));
            return result!;
        });
        foreach (ReportTable table in StatisticsTables.Split(split.Report)) workplace.Screen.Write(TableView.Of(table));
        workplace.Screen.WriteLine($"Data: {output}");
        return 0;
    }
}
