using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Name">The values of its axes, "lpf+lmh_sparsity-0.7_seed-49"; names its folder.</param>
/// <param name="Values">Its value on each axis, in the order of the axes, for tables.</param>
/// <param name="Overrides">What it changes of the recipe, as for <see cref="RecipeFile.Read"/>.</param>
/// <param name="Recipe">The recipe with its changes and those of the whole sweep.</param>
public sealed record SweepPoint(string Name, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Overrides, Recipe Recipe)
{
    /// <summary>What two runs must have in common to share their stage 1.</summary>
    internal string Start { get; } = StartOf(Recipe);

    private static string StartOf(Recipe recipe)
    {
        string first = string.Join(' ', RunPlan.Of(recipe).Nodes.Where(node => node.Stage == 1).Select(node => node.What));
        FineTuneOptions? stage = recipe.Stage1 is { } given ? given with { Objective = "" } : null;
        return $"{first} of {RecipeFile.Write(recipe with { Name = "", Stage1 = stage, Stage2 = null, Stage3 = null, Compare = [] })}";
    }
}
