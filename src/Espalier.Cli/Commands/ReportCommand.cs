using System.CommandLine;
using Espalier.Reports.Html;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`report`: writes a run's page anew.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("run") { Description = "The run's folder." };
        var command = new Command("report", "Writes report.html and its pictures anew from summary.json and report-data.json.") { folder };
        command.SetAction(parsed =>
        {
            AnsiConsole.WriteLine($"Report: {HtmlReport.WriteRun(parsed.GetValue(folder)!)}");
            return 0;
        });
        return command;
    }
}
