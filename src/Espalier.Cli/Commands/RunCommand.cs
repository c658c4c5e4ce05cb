using System.CommandLine;
using Espalier.Cli.Terminal;
using Espalier.Metrics;
using Espalier.Reports.Html;
using Espalier.Reports.Tables;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`run`: a recipe from data to report.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("recipe") { Description = "The recipe's YAML file." };
        var set = RecipeOptions.Set();
        var output = new Option<string?>("--out") { Description = "The run's folder (default: runs/NAME)." };
        var command = new Command("run", "Trains, compresses, tests and reports what a recipe says. An interrupted run goes on with the same command.") { recipe, set, output };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed.GetValue(recipe)!, parsed.GetValue(set) ?? [], parsed.GetValue(output), cancellation)));
        return command;
    }

    private static int Run(string recipePath, string[] overrides, string? output, CancellationToken cancellation)
    {
        Recipe recipe = RecipeFile.Read(recipePath, overrides);
        RunFolder run = RunFolder.OpenOrCreate(output ?? Path.Combine("runs", recipe.Name), recipePath, overrides, recipe);
        using var logger = new RunLogger(run.At("log.txt"), TimeProvider.System);
        RunSummary summary = ProgressDisplay.Run(AnsiConsole.Console, progress => new RunPipeline(run, Workplace.Cache, Workplace.Sources, logger, progress).Run(cancellation));
        string report = HtmlReport.WriteRun(run.Path, logger);
        AnsiConsole.WriteLine();
        AnsiConsole.Write(TableView.Of(ReportTables.Accuracy(summary)));
        AnsiConsole.WriteLine($"Report: {report}");
        return 0;
    }
}
