using System.CommandLine;
using System.CommandLine.Parsing;
using Espalier.Text;

namespace Espalier.CommandLine;

/// <summary>What is wrong with a command line, in a few lines: a whole help text after it would hide the reason.</summary>
internal static class Misuse
{
    /// <summary>The reasons, and where help is; null where a verb is missing, whose list is the best answer.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="parsed">A command line with errors.</param>
    public static IReadOnlyList<string>? Of(string program, ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? first = parsed.UnmatchedTokens is [string unmatched, ..] ? unmatched : null;
        string help = $"`{Path(program, parsed.CommandResult)} --help` tells more";
        if (command.Subcommands.Count > 0)
            return first is null ? null : [$"there is no '{first}'; the nearest is '{Nearest.To(first, command.Subcommands.Select(verb => verb.Name))}'", help];
        string[] options = [.. command.Options.Select(option => option.Name)];
        return
        [
            .. parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct(),
            .. parsed.UnmatchedTokens.Where(token => token.StartsWith("--", StringComparison.Ordinal)).Select(token => $"the nearest to {token} is {Nearest.To(token, options)}"),
            help,
        ];
    }

    private static string Path(string program, CommandResult command) => command.Parent is CommandResult above ? $"{Path(program, above)} {command.Command.Name}" : program;
}
