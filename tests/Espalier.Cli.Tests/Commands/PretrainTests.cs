using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class PretrainTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_model_is_what_other_recipes_start_from()
    {
        string model = folder.File("model");
        Assert.EndsWith($"Model: {model}\n", Cli.Print("pretrain", TinyRun.Recipe, "--out", model), StringComparison.Ordinal);
        Assert.Equal(["config.json", "model.safetensors", "vocab.txt"], Directory.GetFiles(model).Select(file => Path.GetFileName(file)).Order());
        string[] start = ["--set", $"model.from={model}", "--set", "pretrain=null", "--set", "compare=[{stage1: bce}]"];
        string printed = Cli.Print(["run", TinyRun.Recipe, "--out", folder.File("run"), .. start]);
        Assert.DoesNotContain("pre-training", printed, StringComparison.Ordinal);
        string first = File.ReadLines(Path.Combine(folder.File("run"), "stage1", "bce", "metrics.jsonl")).First();
        Assert.Equal(File.ReadLines(Path.Combine(TinyRun.Folder, "stage1", "bce", "metrics.jsonl")).First(), first);
    }

    [Fact]
    public void A_recipe_without_pre_training_is_refused()
    {
        Outcome outcome = Cli.Run("pretrain", TinyRun.Recipe, "--set", "pretrain=null", "--out", folder.File("model"));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("pretrain: found null", outcome.Errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder.File("model")));
    }

    [Fact]
    public void A_folder_that_holds_something_is_refused_at_once()
    {
        folder.Write("mine.txt", "mine"u8);
        Outcome outcome = Cli.Run("pretrain", TinyRun.Recipe, "--out", folder.Path);
        Assert.Equal(2, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.True(File.Exists(folder.File("mine.txt")));
    }
}
