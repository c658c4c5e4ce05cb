using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;

namespace Espalier.Training.Tests.Pipeline;

public sealed class StageSetupTests
{
    [Theory]
    [InlineData("lmh", "", 256)]
    [InlineData("lmh", "micro-batch: 16", 16)]
    [InlineData("omp", "micro-batch: 16", 16)]
    [InlineData("omp", "micro-batch: 1000", 256)]
    public void No_more_questions_are_evaluated_at_once_than_go_through_the_model_in_training(string what, string setting, int expected)
    {
        Recipe recipe = RecipeFile.Parse($"name: a\ndata: {{ source: orchard }}\nstage2: {{ {setting} }}\ncompare: [{{ stage1: bce, stage2: {what} }}]", "r.yaml", []);
        IReadOnlyList<StageNode> nodes = RunPlan.Of(recipe).Nodes;
        Assert.Equal(256, StageSetup.EvaluationBatch(recipe, nodes[0]));
        Assert.Equal(expected, StageSetup.EvaluationBatch(recipe, nodes[1]));
    }
}
