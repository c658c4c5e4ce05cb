namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Name">The values of its axes, "lpf+lmh_sparsity-0.7_seed-49"; names its folder.</param>
/// <param name="Values">Its value on each axis, in the order of the axes, for tables.</param>
/// <param name="Overrides">What it changes of the recipe, as for <see cref="Recipes.RecipeFile.Read"/>.</param>
public sealed record SweepPoint(string Name, IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Overrides);
