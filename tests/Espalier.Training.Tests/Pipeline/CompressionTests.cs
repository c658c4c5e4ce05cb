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
        new(from backbone in Backbones.All from modality in backbone.Base.ModalitiesOf(Structure.None) select (backbone.Name, modality));

    public static TheoryData<string, Structure> Structures { get; } =
        new(from backbone in Backbones.All from structure in Enum.GetValues<Structure>() select (backbone.Name, structure));

    [Theory]
    [MemberData(nameof(Structures))]
    public void The_modalities_of_a_shape_are_those_of_what_is_prunable(string backbone, Structure structure) => Assert.Equal(
        Backbones.Named(backbone).Base.ModalitiesOf(structure).Order(),
        PrunableMatrices.Describe(TinyBackbones.Config(backbone).Blank(META), structure).Select(target => target.Group)
            .Distinct().Where(group => group != "pooler").Order());

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

    [Theory]
    [InlineData("lxmert", "structure: head", "stage2.structure", "one of none, heads, ffn, layers; the nearest is 'heads'")]
    [InlineData("lxmert", "structure: layers", "stage2.structure", "expected scope: global, as a single matrix cannot be pruned by a fraction")]
    [InlineData("lxmert", "structure: layers, scope: global, only: vision", "stage2.only", "one modality alone")]
    [InlineData("visualbert", "structure: heads, only: language", "stage2.only", "'language', of which visualbert has no prunable heads; expected cross")]
    [InlineData("mplug", "structure: heads, allocation: { vision: 0.5, cross: 0.5 }", "stage2.allocation.vision", "no prunable heads; expected language or cross")]
    public void Structures_that_cannot_be_are_told_at_validation(string backbone, string stage2, string place, string told)
    {
        InputException error = Assert.Throws<InputException>(() => Stage($"model: {{ backbone: {backbone} }}", stage2));
        Assert.Equal(place, error.Place);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("only: vision, sparsity: 0.75", 0, 0.75, 0)]
    [InlineData("allocation: { language: 0.2, vision: 0.5 }, sparsity: 0.5", 0.2, 0.5, 0.6)]
    public void Sparsities_of_modalities_are_shares_of_their_structures(string stage2, double language, double vision, double cross)
    {
        // 4 heads in each of 2 language, 1 vision and 2 times 3 cross-modality attentions: 0.2 * 2 + 0.5 * 1 + 0.6 * 6 = 0.5 * 9.
        using VqaBackbone model = (LxmertGoldenTests.Config with { HeadCount = 4 }).Create(seed: 3);
        Allocation allocation = Compression.Allocate(Stage("model: { backbone: lxmert }", $"structure: heads, {stage2}"), model);
        Dictionary<string, double> found = allocation.Targets.GroupBy(target => target.Matrix.Group).ToDictionary(group => group.Key, group => group.First().Sparsity);
        Assert.All(allocation.Targets, target => Assert.Equal(4, target.Matrix.Count));
        Assert.Equal([language, vision, cross], [found["language"], found["vision"], Math.Round(found["cross"], 9)]);
    }

    [Fact]
    public void A_recipe_without_structures_is_written_as_before_there_were_any()
    {
        const string Before = "name: a\ndata: { source: orchard }\nstage2: {}\n", Now = "name: a\ndata: { source: orchard }\nstage2: { structure: none }\n";
        string written = RecipeFile.Write(RecipeFile.Parse(Now, "r.yaml", []));
        Assert.Equal(RecipeFile.Write(RecipeFile.Parse(Before, "r.yaml", [])), written);
        Assert.DoesNotContain("structure", written, StringComparison.Ordinal);
    }

    private static CompressOptions Stage(string model, string stage2) =>
        RecipeFile.Parse($"name: a\ndata: {{ source: orchard }}\n{model}\nstage2: {{ objective: bce, {stage2} }}\n", "r.yaml", []).Stage2!;
}
