using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pipeline.Sweeps;
using Espalier.Training.Pruning;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline;

/// <summary>The recipes and sweeps at the paper's scale against the numbers of Si et al. 2023 (section 4.1, appendix B.4) and of its published scripts.</summary>
public sealed class PaperRecipesTests
{
    // Word pieces of bert-base-uncased, answers given 9 times or more in training, numbers of a bottom-up region.
    private const int WordPieces = 30_522, RegionNumbers = 2_048;
    private static readonly string Root = Path.GetFullPath(Golden.PathOf("..", ".."));

    private static readonly Lazy<IReadOnlyList<PrunableMatrix>> Matrices = new(Describe);

    /// <summary>Recipes, and the recipe of every run of every sweep.</summary>
    private static readonly IReadOnlyList<(string Place, Recipe Recipe)> All =
    [
        .. Files("recipes/paper").Select(file => (Path.GetFileName(file), RecipeFile.Read(file, []))),
        .. Files("reproduce/paper").SelectMany(file => Sweep.Read(file, [], _ => Matrices.Value).Points.Select(point => ($"{Path.GetFileName(file)} {point.Name}", point.Recipe))),
    ];

    [Fact]
    public void All_take_the_papers_data_model_and_objectives() => Assert.All(All, one =>
    {
        (string place, Recipe recipe) = one;
        Assert.Equal((place, "prepared", "published", 9, "linear"),
            (place, recipe.Data.Source, recipe.Data.Split, recipe.Data.MinimumAnswerCount, recipe.Data.SoftTargets));
        // LXMERT and VisualBERT read bare questions of 14 word pieces.
        if (recipe.Model.Backbone != "mplug") Assert.Equal((place, "bare", 14), (place, recipe.Data.Encoding, recipe.Data.QuestionLength));
        ModelOptions model = recipe.Model;
        Assert.Equal((place, "base", "cuda"), (place, model.Size, model.Device));
        Assert.NotNull(model.From);
        Assert.Null(recipe.Pretrain);
        Assert.All(new object?[] { model.Hidden, model.Heads, model.Intermediate, model.Layers, model.Dropout }, Assert.Null);
        Assert.Equal((place, 5, 0.36, "prior"), (place, recipe.Objectives.LpfGamma, recipe.Objectives.LmhEntropy, recipe.Objectives.Bias));
    });

    [Fact]
    public void LXMERT_and_VisualBERT_are_trained_as_the_published_scripts_do()
    {
        // 34,235 steps of warm-up of 20 epochs with 6,847 steps of 64 of the 438,183 questions.
        const double Warmup = 34_235 / (20 * 6_847.0);
        FineTuneOptions fineTune = new() { Epochs = 20, Batch = 64, LearningRate = 5e-5, Warmup = Warmup, Decay = "linear", WeightDecay = 0, ClipNorm = 1 };
        CompressOptions masks = new()
        {
            Method = "mask-training", Scope = "local", Structure = "none", Schedule = "fixed", Epochs = 20, Batch = 256, LearningRate = 5e-5, Warmup = 0, RefreshEvery = 100, ClipNorm = 1,
        };
        Assert.All(All.Where(one => one.Recipe.Model.Backbone != "mplug"), one =>
        {
            (string place, Recipe recipe) = one;
            Assert.Equal(fineTune, recipe.Stage1! with { Objective = fineTune.Objective });
            if (recipe.Stage3 is { } further) Assert.Equal(fineTune, further with { Objective = fineTune.Objective });
            CompressOptions stage2 = recipe.Stage2!;
            string init = place.StartsWith("lxmert-mask-start.yaml", StringComparison.Ordinal) ? stage2.Init : "magnitude";
            string scope = place.StartsWith("lxmert-global.yaml", StringComparison.Ordinal) ? stage2.Scope : masks.Scope;
            // What the paper's experiments vary; the tests below look at it.
            CompressOptions varied = masks with
            {
                Objective = stage2.Objective, Sparsity = stage2.Sparsity, Allocation = stage2.Allocation, Only = stage2.Only, Init = init, Scope = scope,
            };
            Assert.Equal(varied, stage2);
        });
    }

    [Fact]
    public void MPLUG_is_trained_as_its_published_code_does()
    {
        Recipe[] all = [.. All.Select(one => one.Recipe).Where(recipe => recipe.Model.Backbone == "mplug")];
        Assert.NotEmpty(all);
        Assert.All(all, recipe =>
        {
            FineTuneOptions first = recipe.Stage1!;
            CompressOptions masks = recipe.Stage2!;
            Assert.Equal((8, 4 * 64, 64, 3e-5, 5e-6), (first.Epochs, first.Batch, first.MicroBatch, first.LearningRate, first.VisionLearningRate));
            Assert.Equal(("cosine", 0.02, 1), (first.Decay, first.WeightDecay, first.ClipNorm));
            Assert.Equal((8, 4 * 48, 48, 3e-5, "soft", 100, 1), (masks.Epochs, masks.Batch, masks.MicroBatch, masks.LearningRate, masks.Init, masks.RefreshEvery, masks.ClipNorm));
            Assert.Equal(("mask-training", "local", "fixed", null), (masks.Method, masks.Scope, masks.Schedule, masks.Allocation));
            // 400 steps, of 13,688 and of 18,256.
            Assert.Equal(400 / 13_688.0, first.Warmup, 1e-3);
            Assert.Equal(400 / 18_256.0, masks.Warmup, 1e-3);
            Assert.Equal("bf16", recipe.Model.Precision);
        });
    }

    // Tables 1 and 2 count what is kept and the answer head, in 2^20.
    [Theory]
    [InlineData("table-1.yaml", 2_274, 0.9, 24.2)]
    [InlineData("table-1.yaml", 2_274, 0.7, 63.8)]
    [InlineData("table-1.yaml", 2_274, 0.5, 103.3)]
    [InlineData("lxmert-global.yaml", 2_274, 0.9, 24.2)]
    [InlineData("lxmert-global.yaml", 2_274, 0.5, 103.3)]
    [InlineData("table-2.yaml", 2_486, 0.9, 24.5)]
    [InlineData("table-2.yaml", 2_486, 0.7, 64.1)]
    [InlineData("table-2.yaml", 2_486, 0.5, 103.6)]
    [InlineData("table-2.yaml", 2_486, 0.3, 143.1)]
    [InlineData("table-2.yaml", 2_486, 0.1, 182.7)]
    public void Allocations_to_the_modalities_keep_as_many_weights_as_the_tables_say(string sweep, int answers, double sparsity, double millions)
    {
        SweepPoint[] points = [.. Sweep.Read(Path.Combine(Root, "reproduce/paper", sweep), [], _ => Matrices.Value).Points
            .Where(point => point.Recipe.Stage2 is { Allocation: not null } stage2 && stage2.Sparsity == sparsity)];
        Assert.NotEmpty(points);
        Assert.All(points, point =>
        {
            Allocation allocation = Allocate(point.Recipe, answers, out long head);
            // Published allocations miss their budget by up to 0.00084.
            double within = SparsityBudget.DefaultTolerance * allocation.Targets.Sum(target => target.Matrix.Count) / (1 << 20);
            long kept = allocation.Targets.Sum(target => target.Matrix.Count) - allocation.Zeros;
            Assert.InRange((kept + head) / (double)(1 << 20), millions - within - 0.05, millions + within + 0.05);
            // Vision is spared where the paper says so.
            Assert.Equal(sparsity < 0.9, Of(allocation, "vision") < sparsity);
            Assert.Equal(sparsity < 0.9, Of(allocation, "language") > sparsity);
        });
    }

    [Fact]
    public void The_headline_recipe_has_the_papers_allocation_and_only_its_pair()
    {
        Recipe recipe = RecipeFile.Read(Path.Combine(Root, "recipes/paper/vqacp-v2-lxmert-lpf-lmh.yaml"), []);
        Assert.Equal(["full lpf", "lpf+lmh"], RunPlan.Of(recipe).Models.Select(model => model.Id));
        Allocation allocation = Allocate(recipe, 2_274, out _);
        Assert.Equal([0.6, 0.04, 0.6, 0.5], new[] { "language", "vision", "cross", "pooler" }.Select(group => Of(allocation, group)));
    }

    private static Allocation Allocate(Recipe recipe, int answers, out long head)
    {
        using VqaBackbone shape = Shape(recipe.Model.Backbone, answers);
        head = (768L * 1_536) + (1_536L * answers);
        return Compression.Allocate(recipe.Stage2!, shape);
    }

    private static double Of(Allocation allocation, string group) => allocation.Targets.First(target => target.Matrix.Group == group).Sparsity;

    // Only of LXMERT are planes of allocations looked for.
    private static IReadOnlyList<PrunableMatrix> Describe()
    {
        using VqaBackbone shape = Shape("lxmert", 2_274);
        return PrunableMatrices.Describe(shape);
    }

    private static VqaBackbone Shape(string backbone, int answers) =>
        Backbones.Named(backbone).Base.For(new DataSizes(WordPieces, answers, RegionNumbers)).Blank(META);

    private static string[] Files(string folder) => [.. Directory.GetFiles(Path.Combine(Root, folder), "*.yaml").Order(StringComparer.Ordinal)];
}
