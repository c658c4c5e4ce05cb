using System.CommandLine;
using Espalier.Cli.Doctor;
using Espalier.CommandLine;
using Spectre.Console;

namespace Espalier.Cli.Commands;

/// <summary>`doctor`: whether this machine has what it takes.</summary>
internal static class DoctorCommand
{
    public static Command Create(Workplace workplace)
    {
        var command = new Command("doctor", "Looks whether this machine has what training and reports need, and says what to do where it has not.");
        command.SetAction(_ =>
        {
            Check[] checks = [.. Checkup.All(workplace.Cache.Root)];
            foreach (Check check in checks) Show(workplace.Screen, check);
            return checks.Any(check => check.State == CheckState.Fail) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, Check check)
    {
        string state = check.State switch
        {
            CheckState.Ok => "[green]ok  [/]",
            CheckState.Warn => "[yellow]warn[/]",
            _ => "[red]fail[/]",
        };
        screen.MarkupLine($"{state}  {check.What,-10} {Markup.Escape(check.Found)}");
        if (check.Remedy.Length > 0) screen.MarkupLine($"      {"",-10} {Markup.Escape($"-> {check.Remedy}")}");
    }
}
