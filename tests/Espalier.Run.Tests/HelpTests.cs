namespace Espalier.Run.Tests;

public sealed class HelpTests
{
    private static readonly string[] Verbs = ["predict", "evaluate", "bench", "inspect"];

    [Fact]
    public void Every_verb_is_in_the_list_and_explains_itself()
    {
        string help = RunProgram.Print("--help");
        foreach (string verb in Verbs)
        {
            Assert.Contains($"\n  {verb} ", help, StringComparison.Ordinal);
            string own = RunProgram.Print(verb, "--help");
            Assert.Contains($" {verb} ", own.Split('\n').SkipWhile(line => line != "Usage:").ElementAt(1), StringComparison.Ordinal);
            // An option or argument without a description would leave its line with a name alone.
            string[] lines = [.. own.Split('\n').SkipWhile(line => line is not ("Arguments:" or "Options:")).Where(line => line.StartsWith("  ", StringComparison.Ordinal))];
            Assert.All(lines, line => Assert.Contains("  ", line.Trim(), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_verb_that_does_not_exist_is_told_the_nearest_one() => Assert.Equal(
        "espalier-run: there is no 'inspct'; the nearest is 'inspect'\nespalier-run: `espalier-run --help` tells more\n", RunProgram.Run("inspct", "model.esp").Errors);

    [Theory]
    [InlineData()]
    [InlineData("train", "x")]
    [InlineData("inspect")]
    [InlineData("evaluate", "model.esp")]
    public void Bad_use_is_told_with_exit_code_1(params string[] args) => Assert.Equal(1, RunProgram.Run(args).Code);
}
