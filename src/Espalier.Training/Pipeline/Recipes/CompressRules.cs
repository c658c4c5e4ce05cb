using Espalier.Training.Models;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>What a recipe's stage 2 must fulfil.</summary>
internal static class CompressRules
{
    public static void Check(Rules rules, CompressOptions stage, string backbone)
    {
        rules.OneOf(stage.Method, "stage2.method", "mask-training", "omp", "random");
        rules.OneOf(stage.Objective, "stage2.objective", RecipeRules.Objectives);
        rules.Require(stage.Sparsity is >= 0 and <= 1, "stage2.sparsity", stage.Sparsity, "a fraction of zeros from 0 to 1");
        rules.OneOf(stage.Scope, "stage2.scope", "local", "global");
        rules.Require(stage.Scope == "local" || stage.Allocation is null, "stage2.allocation", "an allocation together with scope: global", "one of the two");
        rules.OneOf(stage.Structure, "stage2.structure", "none", "heads", "ffn", "layers");
        rules.Require(stage.Structure != "layers" || stage.Scope == "global", "stage2.structure",
            "'layers' with scope: local", "scope: global, as a single matrix cannot be pruned by a fraction, or another structure");
        IReadOnlyList<string> modalities = Backbones.Named(backbone).Base.ModalitiesOf(stage.PrunedWhole);
        string having = stage.Structure == "none" ? $"{backbone} has no prunable matrices" : $"{backbone} has no prunable {stage.Structure}";
        if (stage.Allocation is { } allocation) CheckAllocation(rules, allocation, modalities, having);
        if (stage.Only is { } only)
        {
            rules.OneOf(only, "stage2.only", "language", "vision", "cross");
            RequireModality(rules, "stage2.only", only, modalities, having);
        }
        rules.Require(stage.Only is null || (stage.Scope == "local" && stage.Allocation is null && stage.Schedule == "fixed"), "stage2.only",
            "one modality together with an allocation, scope: global or a schedule", "one modality alone");
        rules.OneOf(stage.Init, "stage2.init", "magnitude", "uniform", "soft", "random");
        rules.OneOf(stage.Schedule, "stage2.schedule", "fixed", "cubic", "stepwise");
        rules.Require(stage.InitialSparsity >= 0 && stage.InitialSparsity <= stage.Sparsity, "stage2.initial-sparsity", stage.InitialSparsity, "from 0 to stage2.sparsity");
        rules.Require(stage.RefreshEvery >= 1, "stage2.refresh-every", stage.RefreshEvery, "1 step or more");
        rules.Require(stage.MaskLearningRate is null or (> 0 and <= 1), "stage2.mask-learning-rate", stage.MaskLearningRate ?? 0, "more than 0, up to 1");
        rules.Require(stage.ClipNorm > 0, "stage2.clip-norm", stage.ClipNorm, "more than 0");
        rules.Training("stage2", stage.Epochs, stage.Batch, stage.LearningRate, stage.Warmup);
        rules.Size(stage.MicroBatch, "stage2.micro-batch");
    }

    private static void CheckAllocation(Rules rules, AllocationOptions allocation, IReadOnlyList<string> modalities, string having)
    {
        (string Group, double? Sparsity)[] groups = [("language", allocation.Language), ("vision", allocation.Vision), ("cross", allocation.Cross)];
        foreach ((string group, double? sparsity) in groups)
        {
            rules.Require(sparsity is null or (>= 0 and <= 1), $"stage2.allocation.{group}", sparsity ?? 0, "a fraction of zeros from 0 to 1");
            if (sparsity is not null) RequireModality(rules, $"stage2.allocation.{group}", group, modalities, having);
        }
        int given = groups.Count(group => group.Sparsity is not null);
        rules.Require(given >= modalities.Count - 1, "stage2.allocation", $"{given} sparsities",
            $"{string.Join(", ", modalities.SkipLast(1))} and {modalities[^1]}, of which one may be left to the budget");
    }

    private static void RequireModality(Rules rules, string key, string modality, IReadOnlyList<string> modalities, string having) =>
        rules.Require(modalities.Contains(modality), key, $"'{modality}', of which {having}", string.Join(" or ", modalities));
}
