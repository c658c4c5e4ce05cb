namespace Espalier.Paper;

/// <summary>What made a model of the experiments, but for the seed.</summary>
/// <param name="Sweep">One of <see cref="PaperSweeps"/>.</param>
/// <param name="Pair">The objectives of its stages: "full bce", "bce+lmh"; "bce+omp+lmh" is magnitude pruning with further fine-tuning.</param>
/// <param name="Sparsity">What <c>stage2.sparsity</c> was; 0 for full models.</param>
/// <param name="Variant">Its values on all other axes, such as the modality that alone is pruned; empty without any.</param>
public sealed record PaperSetting(string Sweep, string Pair, double Sparsity, string Variant = "");
