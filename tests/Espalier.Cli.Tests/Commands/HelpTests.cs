using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs =>
        ["run", "report", "validate", "ls", "cp", "evaluate", "predict", "export", "export hf", "export onnx", "export esp", "pretrain", "doctor", "bench", "bench compare", "data", "data make", "data import", "data features", "data resplit", "data stats"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_explains_itself(string verb)
    {
        string help = Cli.Print([.. verb.Split(' '), "--help"]);
        Assert.StartsWith("Description:\n", help, StringComparison.Ordinal);
        string usage = help.Split('\n').SkipWhile(line => line != "Usage:").ElementAt(1);
        Assert.Contains($" {verb} ", usage, StringComparison.Ordinal);
        // An option or argument without a description would leave its line with a name alone.
        string[] lines = [.. help.Split('\n').SkipWhile(line => line is not ("Arguments:" or "Options:")).Where(line => line.StartsWith("  ", StringComparison.Ordinal))];
        Assert.All(lines, line => Assert.Contains("  ", line.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public void Features_are_explained_whatever_they_come_from() => 
        Snapshot.Match("help-data-features.txt", Cli.Print("data", "features", "--help").Replace("Espalier.Cli.Tests", "espalier", StringComparison.Ordinal));

    [Fact]
    public void Every_verb_is_in_the_list()
    {
        string help = Cli.Print("--help");
        Assert.All(Verbs.Select(verb => verb.Data.Split(' ')[0]), verb => Assert.Contains($"\n  {verb} ", help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("there is no 'validat'; the nearest is 'validate'", "validat", "x")]
    [InlineData("there is no 'mak'; the nearest is 'make'", "data", "mak")]
    [InlineData("the nearest to --ot is --out", "run", "a.yaml", "--ot", "x")]
    [InlineData("expected --data with a packed file", "evaluate", "model.esp")]
    public void The_reason_of_bad_use_is_not_followed_by_the_whole_help(string reason, params string[] args)
    {
        Outcome outcome = Cli.Run(args);
        Assert.Equal(1, outcome.Code);
        Assert.Contains(reason, outcome.Errors, StringComparison.Ordinal);
        Assert.EndsWith(" --help` tells more\n", outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("-h", outcome.Errors.Replace("--help", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Theory]
    [InlineData("rum", "recipes/quickstart.yaml")]
    [InlineData("run")]
    [InlineData("run", "a.yaml", "b.yaml")]
    [InlineData("run", "a.yaml", "--ot", "x")]
    [InlineData("validate", "a.yaml", "--questions", "5")]
    [InlineData("data")]
    [InlineData("data", "import", "imagenet", "x.zip")]
    [InlineData("data", "make", "orchard", "--train", "0")]
    [InlineData("data", "make", "orchard", "--crossing", "0.7")]
    [InlineData("data", "resplit", "x", "--out", "y", "--hard", "--crossing", "0.1")]
    [InlineData("data", "import", "folder", "x", "--grid", "0")]
    [InlineData("data", "features", "pictures", "--out", "y", "--set", "size=8")]
    [InlineData("data", "features", "pictures", "--out", "y", "--threads", "2")]
    [InlineData("data", "features", "pictures", "--out", "y", "--onnx", "m.onnx", "--threads", "0")]
    [InlineData("data", "features", "pictures", "--out", "y", "--onnx", "m.onnx", "--set", "size")]
    [InlineData("data", "features", "pictures", "--out", "y", "--onnx", "m.onnx", "--ids", "ids.json")]
    [InlineData("data", "stats")]
    [InlineData("report")]
    [InlineData("report", "run", "--paper", "results")]
    [InlineData("report", "run", "--out", "x")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args)
    {
        Outcome outcome = Cli.Run(args);
        Assert.Equal(1, outcome.Code);
        Assert.NotEqual("", outcome.Errors);
    }
}
