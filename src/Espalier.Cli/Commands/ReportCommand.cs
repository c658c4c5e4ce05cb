using System.CommandLine;
using Espalier.Reports.Html;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`report`: writes a run's page anew.</summary>
internal static class ReportCommand
{
    public static Command Create(Workplace workplace)
    {
        var folder = RunOptions.Folder();
        var command = new Command("report", "Writes report.html and its pictures anew from summary.json and report-data.json.") { folder };
        command.SetAction(parsed =>
        {
            workplace.Screen.WriteLine($"Report: {HtmlReport.WriteRun(parsed.GetRequiredValue(folder))}");
            return 0;
        });
        return command;
    }
}
