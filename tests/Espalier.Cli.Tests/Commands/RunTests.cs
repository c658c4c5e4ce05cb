using Espalier.Metrics;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_trains_all_models_and_leaves_a_whole_folder()
    {
        foreach (string file in new[] { "recipe.yaml", "effective.yaml", "environment.json", "log.txt", "summary.json", "report-data.json", "report.html",
            "model/answers.txt", "predictions/lpf+lmh.test-ood.json" })
            Assert.True(File.Exists(Path.Combine(TinyRun.Folder, file)), file);
        Assert.Equal(["full bce", "lpf+lmh"], RunSummary.Load(Path.Combine(TinyRun.Folder, "summary.json")).Models.Select(model => model.Id));
        Assert.Contains("100 %  stage 2, lpf+lmh: 320 questions", TinyRun.Output, StringComparison.Ordinal);
        Assert.Contains("│ full bce │", TinyRun.Output, StringComparison.Ordinal);
        Assert.Contains("\"precision\": \"fp32\"", File.ReadAllText(Path.Combine(TinyRun.Folder, "environment.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_command_finds_everything_done()
    {
        string summary = File.ReadAllText(Path.Combine(TinyRun.Folder, "summary.json"));
        string printed = Cli.Print("run", TinyRun.Recipe, "--out", TinyRun.Folder);
        Assert.DoesNotContain("stage 1", printed, StringComparison.Ordinal);
        Assert.Equal(summary, File.ReadAllText(Path.Combine(TinyRun.Folder, "summary.json")));
    }

    [Fact]
    public void Another_recipe_is_not_mixed_into_a_run()
    {
        Outcome outcome = Cli.Run("run", TinyRun.Recipe, "--set", "seed=50", "--out", TinyRun.Folder);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("'seed: 49' there and 'seed: 50' now", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_the_users_is_refused_and_kept()
    {
        string mine = folder.Write("mine.txt", "mine"u8);
        Outcome outcome = Cli.Run("run", TinyRun.Recipe, "--out", folder.Path);
        Assert.Equal(2, outcome.Code);
        Assert.Equal([mine], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Report_is_written_anew()
    {
        string copy = TinyRun.CopyTo(folder.File("run"));
        File.Delete(Path.Combine(copy, "report.html"));
        Assert.Equal($"Report: {Path.Combine(copy, "report.html")}\n", Cli.Print("report", copy));
        Assert.True(File.Exists(Path.Combine(copy, "report.html")));
    }
}
