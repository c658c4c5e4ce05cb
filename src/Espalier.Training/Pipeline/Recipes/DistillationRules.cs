namespace Espalier.Training.Pipeline.Recipes;

/// <summary>What distillation needs: a stage that trains, after a stage 1 whose model is the teacher.</summary>
internal static class DistillationRules
{
    private const string WholeBatch = "null, as distillation is a mean over the states of the whole batch";

    public static void Check(Rules rules, Recipe recipe)
    {
        double first = recipe.Stage1?.Distillation ?? 0, second = recipe.Stage2?.Distillation ?? 0, third = recipe.Stage3?.Distillation ?? 0;
        rules.Require(first == 0, "stage1.distillation", first, "0: stage 1 has no teacher, its model is that of later stages");
        rules.Require(second >= 0, "stage2.distillation", second, "0 (off) or more");
        rules.Require(third >= 0, "stage3.distillation", third, "0 (off) or more");
        rules.Require(second == 0 || recipe.Stage2?.MicroBatch is null, "stage2.micro-batch", recipe.Stage2?.MicroBatch ?? 0, WholeBatch);
        rules.Require(third == 0 || recipe.Stage3?.MicroBatch is null, "stage3.micro-batch", recipe.Stage3?.MicroBatch ?? 0, WholeBatch);
        if (recipe.Compare.Count == 0)
        {
            bool trains = recipe.Stage2 is not { } stage2 || stage2.Method == "mask-training";
            rules.Require(second == 0 || trains, "stage2.distillation",
                $"a weight with method: {recipe.Stage2?.Method}", "0, or method: mask-training, as other methods train nothing");
            RequireTeacher(rules, "stage1", recipe.Stage1 is not null, second + third);
        }
        foreach ((int i, VariantOptions variant) in recipe.Compare.Index())
        {
            double weight = (variant.Stage2 is null or "omp" or "random" ? 0 : second) + (variant.Stage3 is null ? 0 : third);
            RequireTeacher(rules, $"compare[{i}].stage1", variant.Stage1 is not null, weight);
        }
    }

    private static void RequireTeacher(Rules rules, string key, bool hasTeacher, double weight) =>
        rules.Require(hasTeacher || weight == 0, key, "no stage 1 before a stage with distillation", "a stage 1, whose model is the teacher, or distillation: 0");
}
