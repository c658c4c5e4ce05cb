namespace Espalier.Packing;

/// <summary>How a model was made.</summary>
/// <param name="Run">The name of its run.</param>
/// <param name="Model">Its id there: "lpf+lmh", "full bce".</param>
/// <param name="Backbone">lxmert, visualbert or mplug.</param>
/// <param name="Seed">Where everything random came from.</param>
/// <param name="Sparsity">The fraction of zeros among its prunable weights; 0 where it is dense.</param>
/// <param name="Stages">Its stages, from the first to its own.</param>
/// <param name="Recipe">The recipe, in YAML.</param>
public sealed record PackedLineage(string Run, string Model, string Backbone, ulong Seed, double Sparsity, IReadOnlyList<PackedStage> Stages, string Recipe);
