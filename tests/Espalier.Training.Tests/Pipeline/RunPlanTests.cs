using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

public sealed class RunPlanTests
{
    private static RunPlan Plan(string rest) => RunPlan.Of(RecipeFile.Parse("name: a\ndata: { source: orchard }\n" + rest, "r.yaml", []));

    [Fact]
    public void Variants_share_their_common_stages()
    {
        RunPlan plan = Plan(
            "stage2: {}\nstage3: {}\ncompare:\n  - { stage1: bce }\n  - { stage1: bce, stage2: bce }\n" +
            "  - { stage1: lpf, stage2: lmh }\n  - { stage1: bce, stage2: omp, stage3: lmh }\n");
        Assert.Equal(["stage1/bce", "stage2/bce+bce", "stage1/lpf", "stage2/lpf+lmh", "stage2/bce+omp", "stage3/bce+omp+lmh"], plan.Nodes.Select(n => n.Folder));
        Assert.Equal(["full bce", "bce+bce", "lpf+lmh", "omp+lmh"], plan.Models.Select(n => n.Id));
    }

    [Fact]
    public void Stage_blocks_alone_make_one_chain_whose_models_are_all_reported()
    {
        RunPlan plan = Plan("stage1: { objective: lpf }\nstage2: { objective: lmh }\nstage3: { objective: bce }\n");
        Assert.Equal(["full lpf", "lpf+lmh", "lpf+lmh+bce"], plan.Models.Select(n => n.Id));
    }

    [Fact]
    public void Without_stage_1_compression_starts_from_the_pretrained_model()
    {
        RunPlan plan = Plan("stage1: null\nstage2: { objective: lmh }\n");
        Assert.Equal("noFT+lmh", Assert.Single(plan.Nodes).Slug);
        Assert.Null(plan.Nodes[0].Parent);
    }

    [Theory]
    [InlineData(null, "omp+lmh")]
    [InlineData("full bce", "full bce")]
    [InlineData("lpf+lmh", "lpf+lmh")]
    public void A_model_is_found_by_its_id_and_the_last_sparse_one_without(string? id, string found) => Assert.Equal(found, Compared.FindModel(id).Id);

    [Fact]
    public void Without_a_sparse_model_the_first_is_taken() =>
        Assert.Equal("full bce", Plan("compare: [{ stage1: bce }, { stage1: lpf }]").FindModel(null).Id);

    [Fact]
    public void An_unknown_model_is_told_with_the_nearest() =>
        Assert.Contains("the nearest is 'lpf+lmh'", Assert.Throws<InputException>(() => Compared.FindModel("lpf+lhm")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(130, 3L, 4L)]
    [InlineData(128, 2L, 4L)]
    [InlineData(null, null, null)]
    public void Steps_are_counted_where_the_questions_are_known(int? questions, long? first, long? second)
    {
        Recipe recipe = RecipeFile.Parse(
            "name: a\ndata: { source: orchard }\nstage1: { epochs: 1, batch: 64 }\nstage2: { epochs: 2, batch: 100 }\n" +
            "compare: [{ stage1: bce, stage2: lmh }, { stage2: omp }]", "r.yaml", []);
        IReadOnlyList<PlannedStage> stages = RunPlan.Of(recipe).Stages(recipe, questions);
        Assert.Equal([first, second, 0], stages.Select(stage => stage.Steps));
    }

    private static RunPlan Compared => Plan(
        "stage2: {}\nstage3: {}\ncompare: [{ stage1: bce }, { stage1: lpf, stage2: lmh }, { stage1: bce, stage2: omp, stage3: lmh }, { stage1: lpf }]");
}
