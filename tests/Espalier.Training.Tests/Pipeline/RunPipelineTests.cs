using Espalier.Data;
using Espalier.Features;
using Espalier.Metrics;
using Espalier.Numerics;
using Espalier.Sparsity;
using Espalier.Splits;
using Espalier.Testing;
using Espalier.Training.Pipeline;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pruning;
using Microsoft.Extensions.Logging.Abstractions;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline;

/// <summary>Three stages on a few made-up questions about vectors of noise.</summary>
public sealed class RunPipelineTests : IDisposable
{
    private const int Images = 20, Regions = 2, FeatureSize = 8;
    private static readonly string[] Answers = ["red", "green", "blue"];
    private readonly TemporaryFolder folder = new();
    private string recipe;

    static RunPipelineTests() => set_num_threads(1);

    public RunPipelineTests()
    {
        MakeData();
        recipe = Recipe("lxmert", "[1, 1, 1]");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("lxmert", "[1, 1, 1]")]
    [InlineData("visualbert", "[2]")]
    public void All_stages_run_and_every_model_is_tested(string backbone, string layers)
    {
        recipe = Recipe(backbone, layers);
        RunSummary summary = Run("run");

        Assert.Equal(backbone, summary.Backbone);
        Assert.Equal(["full bce", "bce+omp", "lpf+lmh+bce"], summary.Models.Select(model => model.Id));
        Assert.Equal([0, 0.6, 0.6], summary.Models.Select(model => Math.Round(model.Sparsity, 2)));
        Assert.All(summary.Models, model => Assert.InRange(model.Accuracy.Ood!.All!.Value, 0, 100));
        Assert.True(summary.Models[0].FlopsPerQuestion > summary.Models[1].FlopsPerQuestion);
        foreach (string file in new[] { "environment.json", "effective.yaml", "report-data.json", "stage2/lpf+lmh/best/mask.safetensors", "predictions/bce.test-id.json" })
            Assert.True(File.Exists(Path.Combine(folder.File("run"), file)), file);
    }

    [Fact]
    public void A_run_that_was_stopped_in_every_stage_ends_as_one_that_was_not()
    {
        RunSummary whole = Run("whole");
        foreach (string step in new[] { "stage 1, lpf", "stage 2, lpf+lmh", "stage 3, lpf+lmh+bce", "testing" })
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => Run("stopped", new StopIn(step, stop), cancellation: stop.Token));
            Assert.False(File.Exists(folder.File("stopped/summary.json")));
        }
        RunSummary resumed = Run("stopped");

        Assert.Equal(whole.Models.Select(model => model.Accuracy), resumed.Models.Select(model => model.Accuracy));
        string[] files = [.. Compared("whole")];
        Assert.Equal(files, Compared("stopped"));
        Assert.True(files.Length >= 5 + 2 + 6, string.Join(", ", files));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(folder.File($"whole/{file}")), File.ReadAllBytes(folder.File($"stopped/{file}"))));
    }

    [Fact]
    public void A_run_does_not_go_on_with_another_split_of_as_many_questions()
    {
        StopInStage2();
        DatasetFolder data = DatasetFolder.Open(folder.File("data"));
        VqaDataset train = data.ReadPart(PartNames.Train), test = data.ReadPart(PartNames.TestOod);
        data.AddParts([
            new VqaDataset(PartNames.Train, [.. train.Examples.Where((_, i) => i != 3), test.Examples[3]]),
            new VqaDataset(PartNames.TestOod, [train.Examples[3], .. test.Examples.Where((_, i) => i != 3)])]);
        InputException error = Assert.Throws<InputException>(() => Run("stopped"));
        Assert.Contains("inputs.json: data: found", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Float32\"", "\"BFloat16\"", "precision: found BFloat16 there and Float32 now")]
    [InlineData("\"pretrained\": null", "\"pretrained\": \"0123\"", "pretrained: found 0123 there and none now")]
    public void A_run_does_not_go_on_from_another_start(string there, string before, string told)
    {
        StopInStage2();
        string file = folder.File("stopped/model/inputs.json"), text = File.ReadAllText(file);
        Assert.Contains(there, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(there, before, StringComparison.Ordinal));
        Assert.Contains(told, Assert.Throws<InputException>(() => Run("stopped")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_of_the_beginning_is_kept()
    {
        StopInStage2();
        File.WriteAllText(folder.File("stopped/environment.json"), "{}");
        Run("stopped");
        Assert.Equal("{}", File.ReadAllText(folder.File("stopped/environment.json")));
    }

    private void StopInStage2()
    {
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => Run("stopped", new StopIn("stage 2, lpf+lmh", stop), cancellation: stop.Token));
    }

    [Fact]
    public void A_budget_that_cannot_hold_is_told_before_the_first_stage()
    {
        File.WriteAllText(recipe, File.ReadAllText(recipe)
            .Replace("sparsity: 0.6,", "sparsity: 0.6, allocation: { language: 0.1, vision: 0.1, cross: 0.1 },", StringComparison.Ordinal));
        Assert.Equal("stage2.allocation", Assert.Throws<InputException>(() => Run("run")).Place);
        Assert.False(Directory.Exists(folder.File("run/stage1")));
    }

    [Fact]
    public void A_device_that_is_not_there_is_told_before_any_work()
    {
        Assert.SkipWhen(cuda_is_available(), "this machine has a GPU");
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("hidden: 16,", "hidden: 16, device: cuda,", StringComparison.Ordinal));
        Assert.Equal("model.device", Assert.Throws<InputException>(() => Run("run")).Place);
        Assert.False(Directory.Exists(folder.File("run/model")));
    }

    [Fact]
    public void One_modality_alone_is_pruned()
    {
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("sparsity: 0.6,", "sparsity: 0.5, only: vision,", StringComparison.Ordinal));
        ModelSummary pruned = Run("run").Models.Single(model => model.Id == "lpf+lmh+bce");
        Assert.All(pruned.Parameters.ByModality, group =>
            Assert.Equal(group.Key == "vision" ? group.Value.Prunable / 2 : group.Value.Prunable, group.Value.Kept));
    }

    [Fact]
    public void Whole_heads_are_pruned_and_a_stopped_run_ends_as_one_that_was_not()
    {
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("sparsity: 0.6,", "structure: heads, sparsity: 0.6,", StringComparison.Ordinal));
        ModelSummary pruned = Run("whole").Models.Single(model => model.Id == "lpf+lmh+bce");
        StopInStage2();
        Run("stopped");

        const string Mask = "stage2/lpf+lmh/best/mask.safetensors";
        Assert.Equal(File.ReadAllBytes(folder.File($"whole/{Mask}")), File.ReadAllBytes(folder.File($"stopped/{Mask}")));
        // One of two heads in each of 5 attentions, which have 4 matrices of 16 x 16; the summary counts weights.
        Assert.Equal(new StructureCount("heads", 10, 5), StructureCount.Of(MaskFile.Read(folder.File($"whole/{Mask}"))));
        Assert.Equal(5 * 4 * 16 * 16 / 2, pruned.Parameters.Total - pruned.Parameters.Kept);
        Assert.Equal((pruned.Parameters.Total - pruned.Parameters.Kept) / (double)pruned.Parameters.Prunable, pruned.Sparsity, 1e-6);
    }

    [Fact]
    public void Distillation_of_weight_0_changes_no_byte_and_a_stopped_run_with_more_ends_as_one_that_was_not()
    {
        string plain = File.ReadAllText(recipe);
        Run("plain");
        Distill(0);
        Run("off");
        Distill(3);
        Run("on");
        foreach (string step in new[] { "stage 2, lpf+lmh", "stage 3, lpf+lmh+bce" })
        {
            using CancellationTokenSource stop = new();
            Assert.Throws<OperationCanceledException>(() => Run("stopped", new StopIn(step, stop), cancellation: stop.Token));
        }
        Run("stopped");

        Assert.All(Compared("plain"), file => Assert.Equal(Bytes("plain", file), Bytes("off", file)));
        Assert.All(Compared("on"), file => Assert.Equal(Bytes("on", file), Bytes("stopped", file)));
        string[] changed = [.. Compared("plain").Where(file => !Bytes("plain", file).SequenceEqual(Bytes("on", file)))];
        Assert.Contains("stage2/lpf+lmh/best/model.safetensors", changed);
        Assert.Contains("stage3/lpf+lmh+bce/best/model.safetensors", changed);
        Assert.DoesNotContain(changed, file => file.StartsWith("stage1/", StringComparison.Ordinal) || file.Contains("omp", StringComparison.Ordinal));

        void Distill(double weight) => File.WriteAllText(recipe, plain
            .Replace("stage2: {", $"stage2: {{ distillation: {weight},", StringComparison.Ordinal)
            .Replace("stage3: {", $"stage3: {{ distillation: {weight},", StringComparison.Ordinal));

        byte[] Bytes(string run, string file) => File.ReadAllBytes(folder.File($"{run}/{file}"));
    }

    [Fact]
    public void Runs_that_begin_alike_share_their_stages_and_end_as_if_they_did_not()
    {
        RunSummary alone = Run("alone");
        Run("first", share: true);
        File.WriteAllText(recipe, File.ReadAllText(recipe).Replace("stage3: { epochs: 2", "stage3: { epochs: 1", StringComparison.Ordinal));
        RunSummary changed = Run("changed");
        Steps seen = new();
        RunSummary shared = Run("second", seen, share: true);

        Assert.Equal(["stage 3, lpf+lmh+bce"], seen.Names.Where(step => step.StartsWith("stage", StringComparison.Ordinal)).Distinct());
        Assert.Equal(changed.Models.Select(model => model.Accuracy), shared.Models.Select(model => model.Accuracy));
        Assert.Equal(alone.Models.Take(2).Select(model => model.Accuracy), shared.Models.Take(2).Select(model => model.Accuracy));
        foreach (string file in Compared("changed")) Assert.Equal(File.ReadAllBytes(folder.File($"changed/{file}")), File.ReadAllBytes(folder.File($"second/{file}")));
    }

    private string Recipe(string backbone, string layers)
    {
        string file = folder.File($"{backbone}.yaml");
        File.WriteAllText(file, $$"""
            name: tiny
            data: { source: prepared, path: '{{folder.File("data")}}', split: published, minimum-answer-count: 1, question-length: 8 }
            model: { backbone: {{backbone}}, hidden: 16, heads: 2, intermediate: 32, layers: {{layers}}, precision: fp32 }
            stage1: { epochs: 2, batch: 16, learning-rate: 1e-3 }
            stage2: { sparsity: 0.6, epochs: 2, batch: 16, learning-rate: 1e-3, refresh-every: 3 }
            stage3: { epochs: 2, batch: 16, learning-rate: 1e-3 }
            compare:
              - { stage1: bce }
              - { stage1: bce, stage2: omp }
              - { stage1: lpf, stage2: lmh, stage3: bce }
            """);
        return file;
    }

    private RunSummary Run(string name, IProgress<WorkProgress>? progress = null, bool share = false, CancellationToken cancellation = default)
    {
        using RunFolder run = RunFolder.OpenOrCreate(folder.File(name), recipe, [], RecipeFile.Read(recipe, []));
        return new RunPipeline(run, new ContentCache(folder.File("cache")), [], NullLogger.Instance, progress, share).Run(cancellation);
    }

    /// <summary>Weights, masks and predictions.</summary>
    private IEnumerable<string> Compared(string run) => Directory.EnumerateFiles(folder.File(run), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.File(run), file).Replace('\\', '/'))
        .Where(file => file.Contains("/best/", StringComparison.Ordinal) || file.StartsWith("predictions/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private void MakeData()
    {
        string data = folder.File("data");
        SplitMix random = new(1);
        DatasetManifest manifest = new() { Name = "toy", Source = "folder", Features = "features.regions", Vocabulary = "vocab.txt" };
        DatasetFolder.Create(data, manifest, PartNames.All.Select((part, i) => new VqaDataset(part, [.. Enumerable.Range(1000 * i, i == 0 ? 60 : 20).Select(Example)])));
        File.WriteAllText(Path.Combine(data, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nwhat\ncolor\nis\nit\n?\n");
        using RegionFeatureWriter features = new(Path.Combine(data, "features.regions"), FeatureSize, Regions);
        for (int image = 0; image < Images; image++)
            features.Add(image, [.. Enumerable.Range(0, Regions * FeatureSize).Select(_ => (float)random.Gaussian())], [0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1]);
        features.Complete();
    }

    private static VqaExample Example(int id) => new()
    {
        QuestionId = id,
        ImageId = id % Images,
        Question = "What color is it?",
        QuestionType = "what color is",
        AnswerType = "other",
        MultipleChoiceAnswer = Answers[id % Images % 3],
        Answers = [.. Enumerable.Repeat(Answers[id % Images % 3], 10)],
    };

    /// <summary>Stops at the third report of a step, or at its first where it has no more.</summary>
    private sealed class Steps : IProgress<WorkProgress>
    {
        public List<string> Names { get; } = [];

        public void Report(WorkProgress value) => Names.Add(value.Step);
    }
}
