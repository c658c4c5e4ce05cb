using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Pruning;

namespace Espalier.Cli.Comparison;

/// <summary>A model with zeros.</summary>
/// <param name="AllocationName">How they are shared: "uniform", "60/4/60"; "dense" where there are none.</param>
/// <param name="Sparsity">The fraction of zeros among its prunable weights.</param>
/// <param name="Masks">Where they are; null for nowhere.</param>
internal sealed record SparsityPoint(string AllocationName, double Sparsity, MaskSet? Masks)
{
    /// <summary>The allocation of <see cref="Dense"/>.</summary>
    public const string NoZeros = "dense";

    private const ulong Seed = 1;

    /// <summary>The whole model.</summary>
    public static SparsityPoint Dense { get; } = new(NoZeros, 0, null);

    /// <summary>The models of a comparison, pruned at random: where zeros are is nothing to a kernel.</summary>
    public static IReadOnlyList<SparsityPoint> Of(VqaBackbone model, ComparisonOptions options)
    {
        IReadOnlyList<PrunableMatrix> matrices = PrunableMatrices.Describe(model);
        return
        [
            .. options.Allocations.SelectMany(shared => shared.Groups is null
                ? options.Sparsities.Select(sparsity => Draw(shared.Name, Allocation.Uniform(matrices, sparsity)))
                : [Draw(shared.Name, PerModality(shared.Groups))]),
        ];

        // The budget of Si et al. 2023, eq. 10, gives the sparsity of all, which the pooler has, too.
        Allocation PerModality(IReadOnlyDictionary<string, double> groups) => Allocation.PerGroup(matrices, SparsityBudget.WeightedMean(matrices, groups), groups);

        SparsityPoint Draw(string name, Allocation allocation) =>
            new(name, Math.Round(allocation.Overall, 4), allocation.Zeros == 0 ? null : RandomPruner.Prune(model, allocation, Seed));
    }
}
