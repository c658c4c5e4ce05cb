using System.CommandLine;
using System.Globalization;
using Espalier.Cli.Terminal;
using Espalier.CommandLine;
using Espalier.Metrics;
using Espalier.Reports.Pictures;
using Espalier.Reports.Tables;
using Espalier.Training.Pipeline.Sweeps;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`sweep`: a recipe over grids of settings.</summary>
internal static class SweepCommand
{
    public static Command Create(Workplace workplace)
    {
        var file = new Argument<string>("sweep") { Description = "The sweep's YAML file." };
        var set = RecipeOptions.Set();
        var only = new Option<string[]>("--only")
        {
            Description = "Takes only runs with this value on this axis: --only seed=49. May be given several times.", HelpName = "axis=value",
        };
        var output = new Option<string?>("--out") { Description = "The sweep's folder (default: sweeps/NAME).", HelpName = "folder" };
        var jobs = new Option<int>("--jobs") { Description = "Runs at a time.", HelpName = "n", DefaultValueFactory = _ => 1 };
        jobs.Require(value => value >= 1, "1 or more");
        var threads = new Option<int?>("--threads") { Description = "Threads of each run. The same number gives the same results.", HelpName = "n" };
        threads.Require(value => value is null or >= 1, "1 or more");
        var command = new Command("sweep", "Runs a recipe over grids of settings. Common stages are trained once; an interrupted sweep goes on with the same command.")
        {
            file, set, only, output, jobs, threads,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            workplace, (parsed.GetRequiredValue(file), parsed.GetValue(set) ?? [], parsed.GetValue(only) ?? []), parsed.GetValue(output),
            parsed.GetValue(jobs), parsed.GetValue(threads), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Workplace workplace, (string Path, string[] Overrides, string[] Only) asked, string? output, int jobs, int? threads, CancellationToken cancellation)
    {
        Sweep sweep = ProgressDisplay.Run(workplace.Screen, progress =>
            Sweep.Read(asked.Path, asked.Overrides, new SweepShapes(workplace.Cache, workplace.Sources, progress, cancellation).Of));
        Sweep part = sweep.Only(asked.Only);
        SweepFolder folder = new(output ?? Path.Combine("sweeps", sweep.Name));
        // Also of the runs that are not taken now: the table holds them, too.
        foreach (SweepPoint point in sweep.Points.ExceptBy(part.Points.Select(own => own.Name), other => other.Name)) folder.RequireSame(point);
        Directory.CreateDirectory(folder.Path);
        using RunLogger logger = new(folder.LogPath(asked.Only), TimeProvider.System);
        IReadOnlyList<(SweepPoint Point, string Error)> failed;
        try
        {
            failed = await ProgressDisplay.Run(workplace.Screen, progress =>
                new SweepRunner(part, folder, new SweepProcess(threads), logger, progress).RunAsync(jobs, cancellation)).ConfigureAwait(false);
        }
        finally
        {
            Keep(workplace, SweepResults.Gather(sweep, folder), folder);
        }
        foreach ((SweepPoint point, string error) in failed) workplace.Screen.MarkupLineInterpolated($"[red]{point.Name} failed:[/] {error}");
        workplace.Screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{part.Points.Count - failed.Count} of {part.Points.Count} runs are done. Results: {folder.ResultsPath}"));
        return failed.Count == 0 ? 0 : 3;
    }

    private static void Keep(Workplace workplace, SweepTable results, SweepFolder folder)
    {
        results.Save(folder.ResultsPath);
        IReadOnlyList<SweepGroup> groups = SweepGroup.Of(results);
        if (groups.Count == 0) return;
        workplace.Screen.Write(TableView.Of(SweepTables.Accuracy(groups)));
        Directory.CreateDirectory(folder.PicturesPath);
        SweepPicture.Draw(groups, "ood", "Accuracy out of distribution", group => group.Ood)?.Save(folder.PicturesPath);
        SweepPicture.Draw(groups, "id", "Accuracy in distribution", group => group.Id)?.Save(folder.PicturesPath);
    }
}
