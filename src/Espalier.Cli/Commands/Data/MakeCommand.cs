using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Data;
using Espalier.Orchard;
using Espalier.Reports.Tables;
using Espalier.Sources;
using Espalier.Splits;
using Espalier.Splits.Shortcuts;
using Espalier.Tables;
using Espalier.Training.Pipeline.Preparation;
using Spectre.Console;

namespace Espalier.Cli.Commands.Data;

/// <summary>`data make`: draws the built-in data set into a folder.</summary>
internal static class MakeCommand
{
    public static Command Create(Workplace workplace)
    {
        var source = new Argument<string>("source") { Description = "orchard, the built-in drawn world." };
        source.AcceptOnlyFromAmong("orchard");
        var output = new Option<string>("--out") { Description = "A new folder.", HelpName = "folder", DefaultValueFactory = _ => Path.Combine("data", "orchard") };
        var pretrain = new Option<int>("--pretrain-images")
        {
            Description = "Images of a corpus for pre-training beside it; 0 for none.",
            HelpName = "n",
            DefaultValueFactory = _ => 0,
        };
        pretrain.Require(value => value >= 0, "0 or more");
        var command = new Command(
            "make", "Draws the built-in data set and splits it, with changing priors or varying shortcuts: pictures, questions, annotations and region features.")
        {
            source, output, pretrain,
        };
        SplitOptions split = new(command, trainDefault: DataPreparation.UsualTrain);
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(
                workplace, parsed.GetRequiredValue(output), split.Of(parsed), split.Shortcuts(parsed), (split.Train(parsed), parsed.GetValue(pretrain)), cancellation)));
        return command;
    }

    private static int Run(
        Workplace workplace, string output, ChangingPriorOptions split, VaryingShortcutOptions? shortcuts, (int Questions, int PretrainImages) size, CancellationToken cancellation)
    {
        NewFolder.Require(output);
        DatasetRequest request = new()
        {
            Seed = split.Seed,
            PoolQuestions = shortcuts is null
                ? DataPreparation.PoolQuestions(size.Questions, split.CrossingShare)
                : DataPreparation.PoolQuestions(size.Questions, shortcuts.Thresholds),
            PretrainImages = size.PretrainImages,
        };
        SplitResult made = ProgressDisplay.Run(workplace.Screen, progress =>
        {
            SplitResult? result = null;
            AtomicFolder.Write(output, folder =>
            {
                new OrchardSource().Write(folder, request, progress, cancellation);
                progress.Report(new WorkProgress("splitting", 0, 0, "questions"));
                var pool = DatasetFolder.Open(folder);
                result = shortcuts is null ? DatasetResplit.Add(pool, split, size.Questions) : ShortcutResplit.Add(pool, shortcuts);
            });
            return result!;
        });
        foreach (ReportTable table in StatisticsTables.Split(made.Report)) workplace.Screen.Write(TableView.Of(table));
        workplace.Screen.WriteLine($"Data: {output}");
        return 0;
    }
}
