using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Tests.Pipeline;

public sealed class RunPlanTests
{
    private static RunPlan Plan(string rest) => RunPlan.Of(RecipeFile.Parse("name: a\ndata: { source: orchard }\n" + rest, "r.yaml", []));

    [Fact]
    public void Variants_share_their_common_stages()
    {
        RunPlan plan = Plan("stage2: {}\nstage3: {}\ncompare:\n  - { stage1: bce }\n  - { stage1: bce, stage2: bce }\n  - { stage1: lpf, stage2: lmh }\n  - { stage1: bce, stage2: omp, stage3: lmh }\n");
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
}
