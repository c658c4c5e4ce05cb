using Spectre.Console;

namespace Espalier.Cli.Terminal;

/// <summary>Makes consoles: as wide as the terminal, or as wide as need be where the text goes to a file or another program.</summary>
internal static class Screens
{
    // More than any line; the library adds to it, so that the greatest number would overflow.
    private const int Unlimited = int.MaxValue / 2;

    public static IAnsiConsole Of(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!output.IsTerminal) console.Profile.Width = Unlimited;
        return console;
    }
}
