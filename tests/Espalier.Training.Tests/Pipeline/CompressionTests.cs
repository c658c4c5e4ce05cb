using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pruning;
using Espalier.Training.Tests.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Pipeline;

public sealed class CompressionTests
{
    public static TheoryData<string, string> Modalities { get; } =
        new(from backbone in Backbones.All from modality in backbone.Base.Modalities select (backbone.Name, modality));

    [Theory]
    [InlineData("lxmert")]
    [InlineData("visualbert")]
    [InlineData("mplug")]
    public void The_modalities_of_a_shape_are_those_of_its_prunable_matrices(string backbone) => Assert.Equal(
        Backbones.Named(backbone).Base.Modalities.Order(),
        PrunableMatrices.Describe(TinyBackbones.Config(backbone).Blank(META)).Select(matrix => matrix.Group).Distinct().Where(group => group != "pooler").Order());

    [Theory]
    [MemberData(nameof(Modalities))]
    public void One_modality_is_pruned_alone(string backbone, string modality)
    {
        using VqaBackbone model = TinyBackbones.Model(backbone);
        Allocation allocation = Compression.Allocate(Stage($"model: {{ backbone: {backbone} }}", $"only: {modality}, sparsity: 0.9"), model);
        using MaskTraining masks = new(model, allocation);
        foreach (SparsityReport report in new[] { MagnitudePruner.Prune(model, allocation), RandomPruner.Prune(model, allocation, 1), masks.Masks }
            .Select(found => PrunableMatrices.Report(model, found)))
        {
            Assert.Equal(allocation.Zeros, report.Total.Zeros);
            Assert.All(report.Groups, group => Assert.Equal(group.Name == modality ? 0.9 : 0, group.Sparsity, 0.001));
        }
    }

    [Theory]
    [InlineData("language: 0.2")]
    [InlineData("cross: 0.55")]
    [InlineData("language: 0.5, cross: 0.5")]
    public void VisualBERT_is_allocated_between_its_two_modalities(string allocation)
    {
        using VqaBackbone model = TinyBackbones.Model("visualbert");
        Allocation found = Compression.Allocate(Stage("model: { backbone: visualbert }", $"sparsity: 0.5, allocation: {{ {allocation} }}"), model);
        IReadOnlyList<MatrixTarget> budgeted = [.. found.Targets.Where(target => target.Matrix.Group != "pooler")];
        Assert.Equal(0.5, budgeted.Sum(target => target.Sparsity * target.Matrix.Count) / budgeted.Sum(target => target.Matrix.Count), 1e-3);
    }

    [Fact]
    public void A_modality_that_the_budget_leaves_no_room_for_is_told_with_what_it_would_need()
    {
        using VqaBackbone model = TinyBackbones.Model("visualbert");
        CompressOptions stage = Stage("model: { backbone: visualbert }", "sparsity: 0.5, allocation: { cross: 0.8 }");
        Assert.Equal("a budget in which language would have -1.036", Assert.Throws<InputException>(() => Compression.Allocate(stage, model)).Found);
    }

    [Theory]
    [InlineData("only: vision", "stage2.only", "'vision', of which visualbert has no prunable matrices; expected language or cross")]
    [InlineData("allocation: { vision: 0.5, cross: 0.5 }", "stage2.allocation.vision", "language or cross")]
    [InlineData("allocation: {}", "stage2.allocation", "language and cross, of which one may be left to the budget")]
    public void A_modality_that_a_backbone_does_not_have_is_told_at_validation(string stage2, string place, string told)
    {
        InputException error = Assert.Throws<InputException>(() => Stage("model: { backbone: visualbert }", stage2));
        Assert.Equal(place, error.Place);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    private static CompressOptions Stage(string model, string stage2) =>
        RecipeFile.Parse($"name: a\ndata: {{ source: orchard }}\n{model}\nstage2: {{ objective: bce, {stage2} }}\n", "r.yaml", []).Stage2!;
}
