using System.CommandLine;
using System.Text.RegularExpressions;
using Espalier.Cli.Commands;
using Espalier.Cli.Terminal;
using Espalier.Paper;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Cli.Tests.Commands;

/// <summary>docs/reproduce-the-paper.md: every command of it is one that the program takes, and every row of the tables has one.</summary>
public sealed partial class PaperGuideTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RecipeVerbsTests.Recipes, ".."));
    private static readonly string[][] Commands = [.. Command().Matches(File.ReadAllText(Path.Combine(Root, "docs", "reproduce-the-paper.md")))
        .Select(line => Word().Matches(line.Groups["args"].Value).Select(word => word.Value.Trim('"')).ToArray())];

    [Fact]
    public void Every_command_is_one_that_the_program_takes()
    {
        Assert.Equal(["data", "doctor", "evaluate", "report", "run", "sweep", "validate"], Commands.Select(args => args[0]).Distinct().Order());
        using StringWriter nowhere = new();
        RootCommand espalier = EspalierCommand.Create(Workplace.Of(Screens.Of(nowhere)));
        Assert.All(Commands, args => Assert.Empty(espalier.Parse(args).Errors));
        Assert.All(Commands.Where(args => args[0] is "run" or "validate"), args => RecipeFile.Read(Path.Combine(Root, args[1]), []));
    }

    [Fact]
    public void Every_setting_that_is_named_exists()
    {
        string[] settings = [.. Setting().Matches(File.ReadAllText(Path.Combine(Root, "docs", "reproduce-the-paper.md"))).Select(match => match.Groups["set"].Value)];
        Assert.NotEmpty(settings);
        RecipeFile.Read(Path.Combine(Root, "recipes", "paper", "vqacp-v2-lxmert-lpf-lmh.yaml"), settings);
    }

    [Fact]
    public void Every_row_of_the_tables_has_a_command_for_all_its_seeds()
    {
        Dictionary<string, Sweep> sweeps = [];
        HashSet<(string, string, string)> found = [];
        foreach (string[] args in Commands.Where(args => args[0] == "sweep"))
        {
            if (!sweeps.TryGetValue(args[1], out Sweep? sweep)) sweeps[args[1]] = sweep = Sweep.Read(Path.Combine(Root, args[1]), [], _ => []);
            IReadOnlyList<SweepPoint> points = sweep.Only([.. args.Where((_, i) => i > 0 && args[i - 1] == "--only")]).Points;
            (string pair, string sparsity) = Row(points[0]);
            Assert.Equal(sweep.Points.Where(point => Row(point) == (pair, sparsity)), points);
            found.Add((PaperSweeps.Of(sweep.Name)!, pair, sparsity));
        }
        IEnumerable<PaperSetting> rows = new[] { PublishedTable.Table1, PublishedTable.Table2 }.SelectMany(table => table.Rows).Select(row => row.AsPublished);
        Assert.Equal(rows.Select(row => (row.Sweep, row.Pair, FormattableString.Invariant($"{row.Sparsity}"))).Order(), found.Order());
    }

    private static (string Pair, string Sparsity) Row(SweepPoint point) => (point.Values["pair"], point.Values.GetValueOrDefault("stage2.sparsity", "0"));

    // In a block of code, or in a cell of a table.
    [GeneratedRegex(@"(^    |`)espalier (?<args>[^`\n]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex("--set (?<set>[^ `]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Setting();
}
