namespace Espalier.Sparsity;

/// <summary>What masks really prune, by matrix, by group and in all: the zero rates that the published code of Si et al. 2023 logs.</summary>
public sealed class SparsityReport
{
    private SparsityReport(IReadOnlyList<SparsityRow> matrices, IReadOnlyList<SparsityRow> groups, SparsityRow total) =>
        (Matrices, Groups, Total) = (matrices, groups, total);

    /// <summary>One row a matrix, in the order given.</summary>
    public IReadOnlyList<SparsityRow> Matrices { get; }

    /// <summary>One row a group, in the order of their first matrices.</summary>
    public IReadOnlyList<SparsityRow> Groups { get; }

    /// <summary>All prunable matrices.</summary>
    public SparsityRow Total { get; }

    /// <summary>Counts the zeros of masks.</summary>
    /// <param name="matrices">The prunable matrices.</param>
    /// <param name="maskOf">Gives the mask of a matrix by its name.</param>
    /// <exception cref="ArgumentException">A mask has another number of weights than its matrix.</exception>
    public static SparsityReport Of(IEnumerable<PrunableMatrix> matrices, Func<string, BitMask> maskOf) => Of(matrices.Select(matrix =>
    {
        BitMask mask = maskOf(matrix.Name);
        return mask.Length == matrix.Count
            ? (matrix, (long)mask.Zeros)
            : throw new ArgumentException($"The mask of \"{matrix.Name}\" has {mask.Length} weights, not {matrix.Count}.", nameof(maskOf));
    }));

    /// <summary>Sums up counts that are known.</summary>
    /// <param name="counts">The prunable matrices, and how many zeros each has.</param>
    public static SparsityReport Of(IEnumerable<(PrunableMatrix Matrix, long Zeros)> counts)
    {
        List<(PrunableMatrix Matrix, long Zeros)> all = [.. counts];
        return new SparsityReport(
            [.. all.Select(entry => new SparsityRow(entry.Matrix.Name, entry.Matrix.Count, entry.Zeros))],
            [.. all.GroupBy(entry => entry.Matrix.Group).Select(group => Sum(group.Key, group))],
            Sum("total", all));
    }

    private static SparsityRow Sum(string name, IEnumerable<(PrunableMatrix Matrix, long Zeros)> entries) =>
        entries.Aggregate(
            new SparsityRow(name, 0, 0),
            (row, entry) => new SparsityRow(name, row.Count + entry.Matrix.Count, row.Zeros + entry.Zeros));
}
