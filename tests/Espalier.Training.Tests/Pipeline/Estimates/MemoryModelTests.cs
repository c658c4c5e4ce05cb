using Espalier.Training.Models;
using Espalier.Training.Pipeline.Estimates;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline.Estimates;

public sealed class MemoryModelTests
{
    public static TheoryData<string> Backbones => ["lxmert", "visualbert", "mplug"];

    public static MatrixTheoryData<string, int, string> Stages => new(["lxmert", "visualbert", "mplug"], [1, 2, 3], ["fp32", "bf16"]);

    [Theory]
    [MemberData(nameof(Stages))]
    public void Weights_gradients_moments_and_masks_are_those_of_the_stage(string backbone, int stage, string precision)
    {
        Recipe recipe = Recipe(backbone, precision: precision);
        StageNode node = Node(recipe, stage);
        MemoryEstimate expected = Model(recipe).Learning(node);

        BackboneConfig config = Config(recipe);
        using VqaBackbone model = config.Create(seed: 1);
        ModelFactory.Configure(model, recipe.Model);
        using Parameterization stageOf = StageSetup.Parameterize(
            recipe, node, model, stage == 3 ? RandomPruner.Prune(model, Compression.Allocate(recipe.Stage2!, model), 1, Structure.None) : null);
        using AdamW optimizer = AdamW.Create(stageOf.Tensors, new AdamWOptions());

        long values = Bytes(model.parameters()), moments = Bytes(optimizer.FirstMoments) + Bytes(optimizer.SecondMoments);
        long leaves = Bytes(model.Matrices.Select(matrix => matrix.Effective).OfType<Tensor>());
        long scores = Bytes(stageOf.Tensors.Where(tensor => tensor.IsMask).Select(tensor => tensor.Value));
        long factors = stage == 3 ? Bytes(stageOf.Tensors.Select(tensor => tensor.Factor).OfType<Tensor>()) : 0;
        Assert.Equal(moments, expected.Moments);
        Assert.Equal(Bytes(stageOf.Tensors.Select(tensor => tensor.Leaf)), expected.Gradients);
        // In bf16 stage 2 makes copies of what it does not mask in each step.
        if (stage != 2) Assert.Equal(values + leaves, expected.Weights);
        else Assert.Equal(values + (precision == "bf16" ? 2 * (Count(model, prunable: null) - Count(model, prunable: true)) : 0), expected.Weights);
        // What ranked scores, or made masks, may not have been collected yet.
        Assert.Equal(stage == 2 ? leaves + (3 * scores) : 2 * factors, expected.Masks);
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void More_of_anything_needs_more(string backbone)
    {
        long[] batches = [.. new[] { 8, 32, 64, 256, 1024 }.Select(batch => Peak(Recipe(backbone, batch: batch)))];
        Assert.Equal(batches.Order().Distinct(), batches);
        Recipe recipe = Recipe(backbone, batch: 256);
        BackboneConfig config = Config(recipe);
        for (int kind = 0; kind < config.LayerKinds.Count; kind++)
        {
            long[] depths = [.. new[] { 1, 2, 6 }.Select(depth =>
                Peak(recipe with { Model = recipe.Model with { Layers = [.. config.LayerKinds.Select((_, i) => i == kind ? depth : 4)] } }))];
            Assert.Equal(depths.Order().Distinct(), depths);
        }
        Assert.True(Peak(recipe) < Peak(recipe with { Model = recipe.Model with { Hidden = 96 } }));
        Assert.True(Peak(recipe) < Peak(recipe with { Data = recipe.Data with { QuestionLength = 20 } }));
        Assert.True(Learning(recipe) < Learning(recipe with { Model = recipe.Model with { Dropout = 0.1 } }));
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void What_saves_memory_saves_some(string backbone)
    {
        Recipe recipe = Recipe(backbone, batch: 1024);
        Recipe parts = recipe with { Stage1 = recipe.Stage1! with { MicroBatch = 16 } };
        Assert.True(Peak(parts) < Peak(recipe));
        Assert.True(Learning(recipe with { Model = recipe.Model with { Recompute = true } }) < Learning(recipe));
        Assert.True(Peak(recipe with { Model = recipe.Model with { Precision = "bf16" } }) < Peak(recipe));
    }

    [Theory]
    [MemberData(nameof(Backbones))]
    public void Where_our_attention_does_not_work_padding_needs_memory_too(string backbone)
    {
        Recipe recipe = Recipe(backbone), gpu = recipe with { Model = recipe.Model with { Device = "cuda" } };
        Workload work = Workload.Declared(recipe, Config(recipe), 1000) with { Words = 6, Regions = 20 };
        MemoryEstimate packed = new MemoryModel(recipe, Config(recipe), work).Learning(Node(recipe, 1)), padded = new MemoryModel(gpu, Config(gpu), work).Learning(Node(gpu, 1));
        Assert.InRange(padded.Activations, packed.Activations + 1, 3 * packed.Activations);
        Assert.Equal(packed with { Activations = 0 }, padded with { Activations = 0 });
    }

    [Fact]
    public void A_teacher_needs_its_weights_and_a_forward_pass()
    {
        Recipe recipe = Recipe("lxmert", batch: 256), taught = recipe with { Stage2 = recipe.Stage2! with { Distillation = 1 } };
        MemoryEstimate alone = Model(recipe).Learning(Node(recipe, 2)), both = Model(taught).Learning(Node(taught, 2));
        Assert.Equal(alone.Weights + (4 * Model(recipe).Sizes.Total), both.Weights);
        Assert.True(both.Activations > alone.Activations);
    }

    [Fact]
    public void Whole_structures_have_a_score_each_and_gather_the_gradients_of_their_weights()
    {
        Recipe recipe = Recipe("lxmert"), heads = recipe with { Stage2 = recipe.Stage2! with { Structure = "heads" } };
        MemoryEstimate memory = Model(heads).Learning(Node(heads, 2));
        Assert.Equal(8 * (Model(heads).Sizes.Units + Model(heads).Sizes.Head), memory.Moments);
        Assert.True(Model(heads).Sizes.Units < 100);
        Assert.True(memory.Total < Model(recipe).Learning(Node(recipe, 2)).Total);
    }

    [Fact]
    public void A_stage_that_trains_nothing_has_no_optimizer()
    {
        Recipe recipe = Recipe("lxmert") with { Compare = [new VariantOptions { Stage1 = "bce", Stage2 = "omp" }] };
        MemoryEstimate memory = Model(recipe).Of(Node(recipe, 2));
        Assert.Equal((0L, 0L), (memory.Gradients, memory.Moments));
        Assert.Equal(0, Model(recipe).Trained(Node(recipe, 2)));
    }

    internal static Recipe Recipe(string backbone, int batch = 8, string precision = "fp32") => RecipeFile.Parse($$"""
        name: a
        data: { source: prepared, path: nowhere, split: published, question-length: 10 }
        model: { backbone: {{backbone}}, hidden: 64, heads: 2, intermediate: 128, layers: {{Layers(backbone)}}, dropout: 0, precision: {{precision}} }
        stage1: { batch: {{batch}} }
        stage2: { batch: {{batch}}, objective: lpf }
        stage3: { batch: {{batch}} }
        """, "r.yaml", []);

    internal static BackboneConfig Config(Recipe recipe) => ModelFactory.ShapeOf(recipe, new(500, 40, 32));

    internal static MemoryModel Model(Recipe recipe)
    {
        BackboneConfig config = Config(recipe);
        return new MemoryModel(recipe, config, Workload.Declared(recipe, config, 1000));
    }

    internal static StageNode Node(Recipe recipe, int stage) => RunPlan.Of(recipe).Nodes.First(node => node.Stage == stage);

    private static string Layers(string backbone) => backbone switch
    {
        "lxmert" => "[2, 2, 2]",
        "visualbert" => "[4]",
        _ => "[2, 2, 2, 2]",
    };

    private static long Peak(Recipe recipe) => Model(recipe).Of(Node(recipe, 1)).Total;

    private static long Learning(Recipe recipe) => Model(recipe).Learning(Node(recipe, 1)).Total;

    private static long Count(VqaBackbone model, bool? prunable) => model.Matrices
        .Where(matrix => !matrix.IsLookup && (prunable is null || (matrix.Modality is not null) == prunable)).Sum(matrix => matrix.Weight.numel());

    private static long Bytes(IEnumerable<Tensor> tensors) => tensors.Sum(tensor => tensor.numel() * tensor.element_size());
}
