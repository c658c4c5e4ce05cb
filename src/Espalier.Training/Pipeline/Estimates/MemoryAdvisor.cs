using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>
/// Looks for the keys of a recipe that make it fit, and changes as little as possible. Parts of a batch (micro-batch) cost next to nothing and change no result; layers that are
/// computed once more cost a third of the time; bfloat16 comes last, as it rounds and is slow on processors that do not compute in it.
/// </summary>
/// <param name="model">The memory of the recipe as it is.</param>
/// <param name="recipe">The recipe.</param>
/// <param name="limit">Bytes that there are.</param>
internal sealed class MemoryAdvisor(MemoryModel model, Recipe recipe, long limit)
{
    private readonly RunPlan _plan = RunPlan.Of(recipe);

    /// <summary>The first set of keys that fits, or what the last one would still want.</summary>
    public MemoryAdvice Find()
    {
        Recipe[] variants =
        [
            recipe,
            recipe with { Model = recipe.Model with { Recompute = true } },
            recipe with { Model = recipe.Model with { Precision = "bf16" } },
            recipe with { Model = recipe.Model with { Precision = "bf16", Recompute = true } },
        ];
        long least = long.MaxValue;
        foreach (Recipe variant in variants)
        {
            Recipe changed = WithParts(variant);
            long peak = model.For(changed).Peak(_plan);
            if (peak <= limit) return new MemoryAdvice([.. Settings(changed)], peak);
            least = Math.Min(least, peak);
        }
        return new MemoryAdvice([], least);
    }

    // The largest parts with which each stage fits; the smallest where none does.
    private Recipe WithParts(Recipe variant)
    {
        foreach (int stage in _plan.Nodes.Select(node => node.Stage).Distinct())
        {
            if (StageFits(variant, stage) || _plan.Nodes.Any(node => node.Stage == stage && StageSetup.Distillation(variant, node) > 0)) continue;
            for (int size = MicroBatchOf(variant, stage) ?? BatchOf(variant, stage); ; size = (size + 1) / 2)
            {
                variant = WithMicroBatch(variant, stage, size);
                if (size == 1 || StageFits(variant, stage)) break;
            }
        }
        return variant;
    }

    private bool StageFits(Recipe variant, int stage)
    {
        MemoryModel memory = model.For(variant);
        return _plan.Nodes.Where(node => node.Stage == stage).All(node => memory.Of(node).Total <= limit);
    }

    private IEnumerable<string> Settings(Recipe changed)
    {
        foreach (int stage in new[] { 1, 2, 3 })
        {
            if (MicroBatchOf(changed, stage) is { } size && size != MicroBatchOf(recipe, stage)) yield return FormattableString.Invariant($"stage{stage}.micro-batch={size}");
        }
        if (changed.Model.Recompute != recipe.Model.Recompute) yield return "model.recompute=true";
        if (changed.Model.Precision != recipe.Model.Precision) yield return $"model.precision={changed.Model.Precision}";
    }

    private static int BatchOf(Recipe recipe, int stage) => stage switch
    {
        1 => recipe.Stage1!.Batch,
        2 => recipe.Stage2!.Batch,
        _ => recipe.Stage3!.Batch,
    };

    private static int? MicroBatchOf(Recipe recipe, int stage) => stage switch
    {
        1 => recipe.Stage1?.MicroBatch,
        2 => recipe.Stage2?.MicroBatch,
        _ => recipe.Stage3?.MicroBatch,
    };

    private static Recipe WithMicroBatch(Recipe recipe, int stage, int size) => stage switch
    {
        1 => recipe with { Stage1 = recipe.Stage1! with { MicroBatch = size } },
        2 => recipe with { Stage2 = recipe.Stage2! with { MicroBatch = size } },
        _ => recipe with { Stage3 = recipe.Stage3! with { MicroBatch = size } },
    };
}
