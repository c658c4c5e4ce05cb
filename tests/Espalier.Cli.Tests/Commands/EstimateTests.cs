using System.Globalization;
using System.Text.RegularExpressions;
using Espalier.Training.Pipeline.Estimates;

namespace Espalier.Cli.Tests.Commands;

/// <summary>`validate --estimate`.</summary>
public sealed partial class EstimateTests
{
    private const string Nowhere = "data={source: prepared, path: nowhere, split: published, question-length: 14}";

    private static readonly Lazy<string> Tiny = new(() => Cli.Print("validate", TinyRun.Recipe, "--estimate"));

    [Fact]
    public void Steps_are_those_that_the_run_takes()
    {
        Dictionary<string, string> taken = Taken().Matches(File.ReadAllText(Path.Combine(TinyRun.Folder, "log.txt")))
            .ToDictionary(match => $"stage {match.Groups["stage"].Value}, {match.Groups["what"].Value}", match => match.Groups["steps"].Value);
        Assert.Equal(3, taken.Count);
        Assert.Equal(taken, Rows(Tiny.Value).Where(row => row[0].StartsWith("stage", StringComparison.Ordinal)).ToDictionary(row => row[0], row => row[2]));
    }

    [Fact]
    public void Every_part_has_its_time_and_its_memory()
    {
        string[][] rows = Rows(Tiny.Value);
        Assert.Equal(["pre-training", "stage 1, bce", "stage 1, lpf", "stage 2, lpf+lmh", "test"], rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.Matches(@"^\d+ s$", row[4]));
        Assert.All(rows, row => Assert.InRange(double.Parse(row[5], CultureInfo.InvariantCulture), 1.25, 1.5));
        Assert.All(rows.SkipLast(1), row => Assert.InRange(double.Parse(row[3], CultureInfo.InvariantCulture), 1e-4, 1));
        Assert.Matches(@"\nTime: \d+ s in all", Tiny.Value);
        Assert.Matches(@"\nMemory: at most 1\.\d\d GiB in .+; \d+\.\d\d of \d+\.\d\d GiB are free\.", Tiny.Value);
        Assert.Contains("parameters, of which", Tiny.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_is_printed_as_without_it() =>
        Assert.StartsWith(Cli.Print("validate", TinyRun.Recipe), Tiny.Value, StringComparison.Ordinal);

    [Fact]
    public void Data_that_are_not_here_are_told_and_replaced_by_what_is_declared()
    {
        string printed = Cli.Print("validate", TinyRun.Recipe, "--estimate", "--set", Nowhere, "--set", "pretrain=null");
        Assert.Contains("data.path: there is no nowhere; sizes are taken from recipe and backbone: 14 word pieces, 36 regions", printed, StringComparison.Ordinal);
        Assert.Contains("say how many the train part has with --questions", printed, StringComparison.Ordinal);
        Assert.All(Rows(printed).SkipLast(1), row => Assert.Equal(("?", "?"), (row[2], row[4])));
        Assert.All(Rows(printed).SkipLast(1), row => Assert.NotEqual("", row[3]));
    }

    [Fact]
    public void Their_questions_can_be_given_from_which_validation_is_cut()
    {
        string printed = Cli.Print("validate", TinyRun.Recipe, "--estimate", "--set", Nowhere, "--set", "pretrain=null", "--questions", "1000");
        // 1000 x 0.88 x 0.95 in batches of 64.
        Assert.All(Rows(printed).SkipLast(1), row => Assert.Equal("14", row[2]));
        Assert.DoesNotContain("--questions", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_that_does_not_fit_is_told_with_what_makes_it_fit()
    {
        // Some nine MiB a question in the model, of which a batch itself is a fiftieth.
        string printed = Cli.Print(Large((int)(MachineMemory.Here().Available / (3 << 20)), "{hidden: 256, heads: 4, intermediate: 1024, layers: [4, 4, 4], precision: fp32}"));
        Assert.Matches(@"\nIt does not fit: \d+\.\d\d GiB in stage 1, bce, and \d+\.\d\d of \d+\.\d\d GiB are free\.\n", printed);
        Assert.Matches(@"\nThis fits, in \d+\.\d\d GiB:\n  --set stage1\.micro-batch=\d+  \(the same loss", printed);
        Assert.Contains("\nNothing was timed, as it does not fit.\n", printed, StringComparison.Ordinal);
        Assert.All(Rows(printed), row => Assert.Equal(("", "?"), (row[3], row[4])));
    }

    [Fact]
    public void Where_nothing_makes_it_fit_it_says_so()
    {
        // A million images in one batch.
        string printed = Cli.Print(Large(1_000_000, "{size: base}"));
        Assert.Matches(@"\nNo key of the recipe makes it fit: even question by question, with model\.recompute and in bf16, it wants \d+\.\d\d GiB\.\nTake a machine with more memory", printed);
    }

    [Fact]
    public void Questions_of_data_that_are_here_are_not_asked_for()
    {
        Outcome outcome = Cli.Run("validate", TinyRun.Recipe, "--estimate", "--questions", "1000");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("--questions", outcome.Errors, StringComparison.Ordinal);
    }

    private static string[] Large(int batch, string model) =>
    [
        "validate", TinyRun.Recipe, "--estimate", "--set", Nowhere, "--set", "pretrain=null", "--set", "compare=[{stage1: bce}]",
        "--set", $"model={model}", "--set", FormattableString.Invariant($"stage1.batch={batch}"),
    ];

    // The rows of the first table after the plan.
    private static string[][] Rows(string printed) =>
    [
        .. printed.Split('\n').SkipWhile(line => line.Trim() != "Estimate").TakeWhile(line => !line.Contains("Memory at the peak", StringComparison.Ordinal))
            .Where(line => line.StartsWith('│')).Skip(1).Select(line => line.Trim('│').Split('│', StringSplitOptions.TrimEntries)),
    ];

    [GeneratedRegex(@"stage(?<stage>\d)/(?<what>\S+): (?<steps>\d+) steps", RegexOptions.ExplicitCapture)]
    private static partial Regex Taken();
}
