using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Sources;
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
    public void The_same_model_in_several_files_gives_the_same_run_which_remembers_them_all()
    {
        string model = folder.File("model"), index = Path.Combine(model, "model.safetensors.index.json"), run = folder.File("run");
        Cli.Print("pretrain", TinyRun.Recipe, "--out", model);
        Split(Path.Combine(model, "model.safetensors"), index);
        // The file instead of the folder: its shape is found beside it all the same.
        string[] sizes = [.. new[] { "hidden", "heads", "intermediate", "layers" }.SelectMany(key => new[] { "--set", $"model.{key}=null" })];
        Cli.Print(["run", TinyRun.Recipe, "--out", run, "--set", $"model.from={index}", "--set", "pretrain=null", "--set", "compare=[{stage1: bce}]", .. sizes]);
        string first = File.ReadLines(Path.Combine(run, "stage1", "bce", "metrics.jsonl")).First();
        Assert.Equal(File.ReadLines(Path.Combine(TinyRun.Folder, "stage1", "bce", "metrics.jsonl")).First(), first);

        // All of its files are remembered, so that a run does not go on with others.
        using JsonDocument inputs = JsonDocument.Parse(File.ReadAllText(Directory.GetFiles(run, "inputs.json", SearchOption.AllDirectories).Single()));
        string fingerprint = InputFingerprint.Of([index, Path.Combine(model, "0.safetensors"), Path.Combine(model, "1.safetensors")]);
        Assert.Equal(fingerprint, inputs.RootElement.GetProperty("pretrained").GetString());
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

    private static void Split(string path, string index)
    {
        using (SafetensorsFile whole = SafetensorsFile.Open(path))
        {
            string[] names = [.. whole.Tensors.Keys];
            foreach (int part in new[] { 0, 1 })
                SafetensorsWriter.Write(Path.Combine(Path.GetDirectoryName(path)!, $"{part}.safetensors"), names.Where((_, i) => i % 2 == part).Select(name => TensorEntry.From(whole, name)));
            File.WriteAllText(index, JsonSerializer.Serialize(new { weight_map = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => $"{pair.i % 2}.safetensors") }));
        }
        File.Delete(path);
    }
}
