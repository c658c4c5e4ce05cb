using System.Globalization;

namespace Espalier.Sparsity;

/// <summary>
/// The budget of a per-modality allocation: s_L |L| + s_R |V| + s_X |X| = s (|L| + |V| + |X|), where |.| counts the prunable weights of
/// the language, vision and cross-modality groups (Si et al. 2023, eq. 10). Groups without a sparsity of their own (the pooler)
/// stay outside.
/// </summary>
public static class SparsityBudget
{
    /// <summary>How far the weighted mean may be from the overall sparsity; the published allocations are off by up to 0.00084.</summary>
    public const double DefaultTolerance = 0.001;

    /// <summary>The mean of the groups' sparsities, weighted by their numbers of weights.</summary>
    /// <param name="matrices">All prunable matrices.</param>
    /// <param name="sparsities">The sparsity of each group that takes part.</param>
    /// <exception cref="ArgumentException">A group has no matrices, or a sparsity is outside 0 to 1.</exception>
    public static double WeightedMean(IReadOnlyList<PrunableMatrix> matrices, IReadOnlyDictionary<string, double> sparsities)
    {
        foreach (double sparsity in sparsities.Values) ZeroCount.RequireSparsity(sparsity);
        if (sparsities.Count == 0) throw new ArgumentException("There is no group.", nameof(sparsities));
        double zeros = sparsities.Sum(group => group.Value * CountOf(matrices, group.Key));
        return zeros / sparsities.Sum(group => (double)CountOf(matrices, group.Key));
    }

    /// <summary>The sparsity that one group must have for the budget to hold, given those of the others.</summary>
    /// <param name="matrices">All prunable matrices.</param>
    /// <param name="overall">The overall sparsity s.</param>
    /// <param name="others">The sparsities of the other groups that take part.</param>
    /// <param name="group">The group to solve for; if it is among the others it is ignored there.</param>
    /// <returns>The solution, which is out of reach if it is below 0 or above 1.</returns>
    /// <exception cref="ArgumentException">A group has no matrices.</exception>
    public static double Solve(
        IReadOnlyList<PrunableMatrix> matrices, double overall, IReadOnlyDictionary<string, double> others, string group)
    {
        double excess = others.Where(other => other.Key != group).Sum(other => (overall - other.Value) * CountOf(matrices, other.Key));
        return overall + excess / CountOf(matrices, group);
    }

    /// <summary>Checks the budget.</summary>
    /// <param name="matrices">All prunable matrices.</param>
    /// <param name="overall">The overall sparsity s.</param>
    /// <param name="sparsities">The sparsity of each group that takes part.</param>
    /// <param name="tolerance">How far the weighted mean may be from <paramref name="overall"/>.</param>
    /// <returns>Null if it holds; else what the mean is, and which change of one group would mend it.</returns>
    /// <exception cref="ArgumentException">A group has no matrices, or a sparsity is outside 0 to 1.</exception>
    public static string? Problem(
        IReadOnlyList<PrunableMatrix> matrices,
        double overall,
        IReadOnlyDictionary<string, double> sparsities,
        double tolerance = DefaultTolerance)
    {
        ZeroCount.RequireSparsity(overall);
        double mean = WeightedMean(matrices, sparsities);
        if (Math.Abs(mean - overall) <= tolerance) return null;
        List<string> remedies = [.. sparsities.Keys
            .Select(group => (Group: group, Value: Solve(matrices, overall, sparsities, group)))
            .Where(remedy => remedy.Value is >= 0 and <= 1)
            .Select(remedy => string.Create(CultureInfo.InvariantCulture, $"{remedy.Group} = {remedy.Value:0.####}"))];
        string advice = remedies.Count > 0
            ? $"One change would mend it: {string.Join(", or ", remedies)}."
            : "No change of one group alone can mend it.";
        string verdict = string.Create(CultureInfo.InvariantCulture, $"{mean:0.#######}, not {overall:0.#######} within {tolerance:0.#######}");
        return $"The weighted mean of the groups' sparsities is {verdict}. {advice}";
    }

    internal static long CountOf(IReadOnlyList<PrunableMatrix> matrices, string group)
    {
        long count = matrices.Where(matrix => matrix.Group == group).Sum(matrix => matrix.Count);
        if (count > 0) return count;
        string groups = string.Join(", ", matrices.Select(matrix => matrix.Group).Distinct());
        throw new ArgumentException($"There is no matrix of the group \"{group}\"; the groups are {groups}.");
    }
}
