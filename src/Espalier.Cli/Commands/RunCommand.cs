using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Metrics;
using Espalier.Reports.Html;
using Espalier.Reports.Tables;
using Espalier.Tables;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`run`: a recipe from data to report.</summary>
internal static class RunCommand
{
    /// <summary>The option with which runs of a sweep share their common stages.</summary>
    public const string ShareStages = "--share-stages";

    public static Command Create(Workplace workplace)
    {
        var recipe = RecipeOptions.File();
        var set = RecipeOptions.Set();
        var output = new Option<string?>("--out") { Description = "The run's folder (default: runs/NAME).", HelpName = "folder" };
        var share = new Option<bool>(ShareStages)
        {
            Description = "Takes stages from the cache that another run finished with the same options, data and seed, and keeps this run's there, as sweeps do.",
        };
        var command = new Command("run", "Trains, compresses, tests and reports what a recipe says. An interrupted run goes on with the same command.")
        {
            recipe, set, output, share,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Run(workplace, parsed.GetRequiredValue(recipe), parsed.GetValue(set) ?? [], parsed.GetValue(output), parsed.GetValue(share), cancellation)));
        return command;
    }

    private static int Run(Workplace workplace, string recipePath, string[] overrides, string? output, bool share, CancellationToken cancellation)
    {
        Recipe recipe = RecipeFile.Read(recipePath, overrides);
        using RunFolder run = RunFolder.OpenOrCreate(output ?? Path.Combine("runs", recipe.Name), recipePath, overrides, recipe);
        using RunLogger logger = RunLogger.For(run);
        RunSummary summary = ProgressDisplay.Run(workplace.Screen, progress => 
            new RunPipeline(run, workplace.Cache, workplace.Sources, logger, progress, share).Run(cancellation));
        string report = HtmlReport.WriteRun(run.Path, logger);
        workplace.Screen.WriteLine();
        workplace.Screen.Write(TableView.Of(ReportTables.Accuracy(summary)));
        if (ShortcutTables.Models(summary) is { } shortcuts) workplace.Screen.Write(TableView.Of(shortcuts));
        workplace.Screen.WriteLine($"Report: {report}");
        return 0;
    }
}
