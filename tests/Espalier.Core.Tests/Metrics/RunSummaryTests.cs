using System.Text.Json;
using Espalier.Metrics;

namespace Espalier.Core.Tests.Metrics;

public sealed class RunSummaryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("espalier-").FullName;

    private string Path => System.IO.Path.Combine(folder, "summary.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_file_has_the_documented_names()
    {
        Summary().Save(Path);
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement;
        Assert.Equal(["name", "seed", "backbone", "recipe", "models", "selected_on", "seconds", "peak_rss_bytes"], Names(root));
        JsonElement model = root.GetProperty("models")[0];
        Assert.Equal(
            ["id", "stage", "objective", "sparsity", "parameters", "bytes", "flops_per_question", "validation", "accuracy", "latency_ms"],
            Names(model));
        Assert.Equal(["total", "prunable", "kept", "by_modality"], Names(model.GetProperty("parameters")));
        Assert.Equal(["prunable", "kept"], Names(model.GetProperty("parameters").GetProperty("by_modality").GetProperty("language")));
        Assert.Equal(["dense", "packed"], Names(model.GetProperty("bytes")));
        Assert.Equal(["all", "yes/no", "number", "other"], Names(model.GetProperty("accuracy").GetProperty("id")));
        Assert.Equal(["torch", "packed"], Names(model.GetProperty("latency_ms")));
        Assert.Equal(["data", "pretrain", "stage1", "stage2", "stage3", "evaluate"], Names(root.GetProperty("seconds")));
    }

    [Fact]
    public void What_was_not_measured_is_null()
    {
        Summary().Save(Path);
        JsonElement model = JsonDocument.Parse(File.ReadAllBytes(Path)).RootElement.GetProperty("models")[0];
        Assert.Equal(JsonValueKind.Null, model.GetProperty("accuracy").GetProperty("ood").ValueKind);
        Assert.Equal(JsonValueKind.Null, model.GetProperty("bytes").GetProperty("packed").ValueKind);
    }

    [Fact]
    public void Accuracies_are_rounded_to_two_decimals()
    {
        TypeAccuracy accuracy = new() { All = 63.705001, YesNo = 66.666666, Number = 0.005, Other = null };
        Assert.Equal([63.71, 66.67, 0.01, null], [accuracy.All, accuracy.YesNo, accuracy.Number, accuracy.Other]);
    }

    [Fact]
    public void A_saved_summary_comes_back()
    {
        Summary().Save(Path);
        string first = File.ReadAllText(Path);
        RunSummary.Load(Path).Save(Path);
        Assert.Equal(first, File.ReadAllText(Path));
        Assert.Contains("\"recipe\": \"lpf+lmh\"", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"name\": 3 }")]
    public void What_is_no_summary_is_refused(string text)
    {
        File.WriteAllText(Path, text);
        Assert.Equal(Path, Assert.Throws<InputException>(() => RunSummary.Load(Path)).File);
    }

    [Theory]
    [InlineData("\"all\": 78.91", "\"all\": 178.91", "accuracy.id.all")]
    [InlineData("\"all\": 78.91", "\"all\": 1e999", "accuracy.id.all")]
    [InlineData("\"sparsity\": 0.5", "\"sparsity\": -1", "sparsity")]
    [InlineData("\"kept\": 600", "\"kept\": 6000", "parameters.kept")]
    [InlineData("\"models\": [", "\"models\": [ null,", "models")]
    public void Impossible_numbers_are_refused_by_place(string good, string bad, string place)
    {
        Summary().Save(Path);
        string text = File.ReadAllText(Path);
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(Path, text.Replace(good, bad, StringComparison.Ordinal));
        Assert.Contains(place, Assert.Throws<InputException>(() => RunSummary.Load(Path)).Place, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_bad_input() => Assert.Throws<InputException>(() => RunSummary.Load(Path));

    [Theory]
    [InlineData("validation-ood", false)]
    [InlineData("test-ood", true)]
    [InlineData("test", true)]
    public void Selection_on_the_test_set_is_known(string part, bool onTest) =>
        Assert.Equal(onTest, (Summary() with { SelectedOn = part }).SelectedOnTest);

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(property => property.Name);

    private static RunSummary Summary() => new()
    {
        Name = "quickstart", Seed = 49, Backbone = "lxmert", Recipe = "lpf+lmh", SelectedOn = "validation-ood", PeakRssBytes = null,
        Seconds = new RunSeconds { Data = 1.5 },
        Models =
        [
            new ModelSummary
            {
                Id = "lpf+lmh", Stage = 2, Objective = "lmh", Sparsity = 0.5,
                Parameters = new ParameterCounts
                {
                    Total = 1000, Prunable = 800, Kept = 600,
                    ByModality = new Dictionary<string, ModalityCounts> { ["language"] = new(800, 400) },
                },
                Bytes = new ModelBytes(4000, null), FlopsPerQuestion = 12,
                Accuracy = new ModelAccuracy(new TypeAccuracy { All = 78.91, YesNo = 1, Number = null, Other = 3 }, null),
                LatencyMs = new ModelLatency(1.25, null),
            },
        ],
    };
}
