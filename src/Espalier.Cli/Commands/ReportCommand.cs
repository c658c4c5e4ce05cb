using System.CommandLine;
using Espalier.Paper;
using Espalier.Paper.Claims;
using Espalier.Reports.Html;
using Espalier.Reports.Paper;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Sweeps;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`report`: writes a run's page anew, or what came out of the paper's experiments.</summary>
internal static class ReportCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = new Argument<string?>("run") { Description = "The run's folder.", Arity = ArgumentArity.ZeroOrOne };
        var paper = new Option<string?>("--paper")
        {
            Description = "Without a run: the folder with the results of the paper's sweeps, lxmert-core.csv and so on, or lxmert-core-49.csv and so on for parts.",
            HelpName = "folder",
        };
        var output = new Option<string?>("--out") { Description = "With --paper: where to write (default: the folder that it is in).", HelpName = "folder" };
        var command = new Command("report",
            "Writes a run's report.html and its pictures anew from summary.json and report-data.json; "
                + "or, with --paper, claims.json, results.md and pictures from the results of the paper's sweeps.")
        {
            folder, paper, output,
        };
        command.Validators.Add(result =>
        {
            bool sweeps = result.GetValue(paper) is not null;
            if (result.GetValue(folder) is not null == sweeps) result.AddError("report: expected either a run's folder or --paper with the results of sweeps");
            if (result.GetValue(output) is not null && !sweeps) result.AddError("report: --out is for --paper; a run's report is in its folder");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(paper) is { } results) WritePaper(workplace, results, parsed.GetValue(output));
            else WriteRun(workplace, parsed.GetRequiredValue(folder)!);
            return 0;
        });
        return command;
    }

    private static void WriteRun(Workplace workplace, string run)
    {
        SweepFolder sweep = new(run);
        if (!RunFolder.Exists(run) && File.Exists(sweep.ResultsPath))
            throw new InputException(run, "folder", "a sweep", $"a run, such as those in {Path.Combine(run, "runs")}; results of the sweep are in {sweep.ResultsPath}");
        workplace.Screen.WriteLine($"Report: {HtmlReport.WriteRun(run)}");
    }

    private static void WritePaper(Workplace workplace, string results, string? output)
    {
        string beside = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(results))) ?? results;
        PaperReport report = PaperReport.Write(results, output ?? beside);
        foreach (ClaimFinding claim in report.Claims)
        {
            workplace.Screen.WriteLine($"{claim.Id,-4}{claim.Status.Words(),-21}{claim.Claim}");
            if (claim is { Status: not ClaimStatus.NotRun, LongerTraining: { } longer }) workplace.Screen.WriteLine($"{"",25}Against longer training: {longer.Words()}.");
        }
        foreach (string file in report.Unread) workplace.Screen.MarkupLineInterpolated($"[yellow]Not read, as its name is of no sweep of the paper:[/] {file}");
        if (report.MissingFont is { } font) workplace.Screen.MarkupLineInterpolated($"[yellow]No pictures:[/] {font}");
        workplace.Screen.WriteLine($"Of {report.Claims.Count} claims {PaperReport.Count(report.Claims)}. Report: {report.Page}");
    }
}
