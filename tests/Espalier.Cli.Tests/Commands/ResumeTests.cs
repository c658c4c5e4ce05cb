using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>Runs that were killed before their end.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public ResumeTests()
    {
        run = TinyRun.CopyTo(folder.File("run"));
        File.Delete(At("summary.json"));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("answers.txt", "red\n", "rouge\n")]
    [InlineData("vocab.txt", "\nis\n", "\nist\n")]
    [InlineData("regions.json", "\"grid\": null", "\"grid\": 3")]
    public void A_run_whose_data_mean_something_else_now_is_refused_and_kept(string file, string there, string before)
    {
        string path = At($"model/{file}"), text = File.ReadAllText(path).Replace(there, before, StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllText(path), text);
        File.WriteAllText(path, text);
        Outcome outcome = Cli.Run("run", TinyRun.Recipe, "--out", run);
        Assert.Equal(2, outcome.Code);
        Assert.Contains($"{file}: found", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("the data that the run was trained on", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path));
    }

    [Fact]
    public void A_run_that_was_killed_while_it_wrote_what_its_models_take_goes_on()
    {
        File.Delete(At("model/config.json"));
        File.Delete(At("model/regions.json"));
        Cli.Print("run", TinyRun.Recipe, "--out", run);
        Assert.All(["config.json", "answers.txt", "vocab.txt", "regions.json"], file =>
            Assert.Equal(File.ReadAllText(Path.Combine(TinyRun.Folder, "model", file)), File.ReadAllText(At($"model/{file}"))));
    }

    [Fact]
    public void Models_of_unfinished_stages_do_not_answer()
    {
        File.Delete(At("stage2/lpf+lmh/last/trainer-state.safetensors"));
        foreach (string[] command in (string[][])[["predict", run, "--image", TinyRun.Picture, "--question", "What?"], ["evaluate", run]])
        {
            Outcome outcome = Cli.Run(command);
            Assert.Equal(2, outcome.Code);
            Assert.Contains("stage2/lpf+lmh", outcome.Errors, StringComparison.Ordinal);
            Assert.Contains("has not finished", outcome.Errors, StringComparison.Ordinal);
            Assert.Contains("`espalier run`", outcome.Errors, StringComparison.Ordinal);
        }
        Cli.Print("predict", run, "--model", "full bce", "--image", TinyRun.Picture, "--question", "What?");
    }

    private string At(string name) => Path.Combine(run, name);
}
