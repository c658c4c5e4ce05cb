namespace Espalier.Sparsity;

/// <summary>
/// A sparsity for each prunable matrix, or one for all of them ranked together (Si et al. 2023, eq. 10, figure 9). Plain data: who counts the weights and applies the
/// masks is not its business.
/// </summary>
public sealed class Allocation
{
    private readonly double[] _sparsities;

    private Allocation(IReadOnlyList<PrunableMatrix> matrices, double overall, double[] sparsities, bool isGlobal)
    {
        ZeroCount.RequireSparsity(overall);
        string? twice = matrices.GroupBy(matrix => matrix.Name).FirstOrDefault(name => name.Count() > 1)?.Key;
        if (twice is not null) throw new ArgumentException($"The matrix \"{twice}\" occurs twice.", nameof(matrices));
        Overall = overall;
        IsGlobal = isGlobal;
        _sparsities = sparsities;
        Targets = [.. matrices.Select((matrix, i) => new MatrixTarget(matrix, sparsities[i]))];
    }

    /// <summary>The overall sparsity s.</summary>
    public double Overall { get; }

    /// <summary>
    /// True if all matrices are ranked together and only <see cref="Zeros"/> counts; the targets then carry the overall sparsity.
    /// </summary>
    public bool IsGlobal { get; }

    /// <summary>What each matrix is to have, in the order in which the matrices were given.</summary>
    public IReadOnlyList<MatrixTarget> Targets { get; }

    /// <summary>The exact number of zeros over all matrices.</summary>
    public long Zeros => IsGlobal ? ZeroCount.Of(Targets.Sum(target => target.Matrix.Count), Overall) : Targets.Sum(target => target.Zeros);

    /// <summary>Every matrix has the overall sparsity (Si et al. 2023, section 3.2: the default).</summary>
    /// <exception cref="ArgumentException">The sparsity is outside 0 to 1, or a name occurs twice.</exception>
    public static Allocation Uniform(IReadOnlyList<PrunableMatrix> matrices, double sparsity) =>
        new(matrices, sparsity, [.. matrices.Select(_ => sparsity)], isGlobal: false);

    /// <summary>One ranking over all matrices ("matrix-specific sparsity" in Si et al. 2023, figure 9). No matrix is guaranteed
    /// anything.</summary>
    /// <exception cref="ArgumentException">The sparsity is outside 0 to 1, or a name occurs twice.</exception>
    public static Allocation Global(IReadOnlyList<PrunableMatrix> matrices, double sparsity) =>
        new(matrices, sparsity, [.. matrices.Select(_ => sparsity)], isGlobal: true);

    /// <summary>
    /// Every group has its own sparsity, under the budget of Si et al. 2023, eq. 10; matrices of other groups (the pooler) have the
    /// overall one.
    /// </summary>
    /// <param name="matrices">All prunable matrices.</param>
    /// <param name="overall">The overall sparsity s.</param>
    /// <param name="sparsities">The sparsity of each group that takes part in the budget.</param>
    /// <param name="tolerance">How far the weighted mean may be from <paramref name="overall"/>.</param>
    /// <exception cref="ArgumentException">
    /// The budget does not hold (the message says what would make it hold), a group has no matrices, a sparsity is outside 0 to 1, or a
    /// name occurs twice.
    /// </exception>
    public static Allocation PerGroup(
        IReadOnlyList<PrunableMatrix> matrices,
        double overall,
        IReadOnlyDictionary<string, double> sparsities,
        double tolerance = SparsityBudget.DefaultTolerance)
    {
        string? problem = SparsityBudget.Problem(matrices, overall, sparsities, tolerance);
        if (problem is not null) throw new ArgumentException(problem, nameof(sparsities));
        double[] each = [.. matrices.Select(matrix => sparsities.GetValueOrDefault(matrix.Group, overall))];
        return new Allocation(matrices, overall, each, isGlobal: false);
    }

    /// <summary>Every matrix has its own sparsity; the overall one is their weighted mean.</summary>
    /// <param name="matrices">All prunable matrices.</param>
    /// <param name="sparsities">One for each matrix, in the same order.</param>
    /// <exception cref="ArgumentException">Their numbers differ, a sparsity is outside 0 to 1, or a name occurs twice.</exception>
    public static Allocation PerMatrix(IReadOnlyList<PrunableMatrix> matrices, IReadOnlyList<double> sparsities)
    {
        if (matrices.Count != sparsities.Count)
            throw new ArgumentException($"There are {matrices.Count} matrices, but {sparsities.Count} sparsities.");
        foreach (double sparsity in sparsities) ZeroCount.RequireSparsity(sparsity);
        double zeros = matrices.Zip(sparsities, (matrix, sparsity) => matrix.Count * sparsity).Sum();
        double mean = zeros / matrices.Sum(matrix => (double)matrix.Count);
        return new Allocation(matrices, mean, [.. sparsities], isGlobal: false);
    }

    /// <summary>
    /// The same allocation on the way to its sparsity, for schedules: every sparsity is multiplied by
    /// <paramref name="overall"/> / <see cref="Overall"/>, which keeps the budget; one that would pass 1 stays at 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The sparsity is outside 0 to 1.</exception>
    public Allocation At(double overall)
    {
        ZeroCount.RequireSparsity(overall);
        if (overall == Overall) return this;
        IReadOnlyList<PrunableMatrix> matrices = [.. Targets.Select(target => target.Matrix)];
        return new Allocation(matrices, overall, [.. _sparsities.Select(Scale)], IsGlobal);

        // The allocation that is asked for has no proportions if it prunes nothing.
        double Scale(double sparsity) => Overall == 0 ? overall : Math.Min(1, sparsity * (overall / Overall));
    }
}
