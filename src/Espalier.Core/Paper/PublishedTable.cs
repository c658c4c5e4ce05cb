namespace Espalier.Paper;

/// <summary>A table or curve of Si et al. 2023, with the models of our sweeps that stand for its rows.</summary>
/// <param name="Title">Which it is.</param>
/// <param name="Data">The paper's data set.</param>
/// <param name="Columns">By the name of each of the paper's columns, what of ours stands beside it.</param>
/// <param name="Rows">The rows that have a counterpart.</param>
public sealed record PublishedTable(string Title, string Data, IReadOnlyList<(string Name, Measure Ours)> Columns, IReadOnlyList<PublishedRow> Rows)
{
    /// <summary>
    /// Accuracy by answer type on VQA-CP v2. The sparse rows of LXMERT are of modality-specific sparsity in the paper; mPLUG is uniform.
    /// </summary>
    public static PublishedTable Table1 { get; } = new("Table 1", "VQA-CP v2",
        [("all", Measure.Ood), ("yes/no", Measure.YesNo), ("number", Measure.Number), ("other", Measure.Other)],
    [
        new(Core("full bce", 0), 48.01, 48.24, 20.04, 55.57),
        new(Core("full lpf", 0), 62.68, 87.57, 51.98, 52.58),
        new(Core("full lmh", 0), 63.55, 81.84, 55.00, 56.32),
        new(Core("lpf+lmh", 0.9), 59.05, 75.08, null, 51.17),
        new(Core("lpf+lmh", 0.7), 64.02, 79.99, 57.12, null),
        new(Core("lpf+lmh", 0.5), 66.07, 84.70, 63.38, 56.35),
        new(Mplug("full bce", 0), 57.05, null, null, null),
        new(Mplug("full lpf", 0), 65.24, null, null, null),
        new(Mplug("bce+lpf", 0.5), 62.53, null, null, null),
        new(Mplug("lpf+lpf", 0.5), 63.66, null, null, null),
    ]);

    /// <summary>The curve of figure 1, in part read off the figure (±0.05), of modality-specific sparsity.</summary>
    public static PublishedTable Figure1 { get; } = new("Figure 1", "VQA-CP v2", [("all", Measure.Ood)],
    [
        .. new[] { (0.9, 59.05, 58.87), (0.7, 64.02, 63.11), (0.5, 66.07, 63.86), (0.3, 66.38, 64.01), (0.1, 66.30, 64.03) }
            .SelectMany(point => (PublishedRow[])[new(Core("lpf+lmh", point.Item1), point.Item2), new(Core("lmh+lmh", point.Item1), point.Item3)]),
    ]);

    /// <summary>Accuracy in distribution and OOD-mean on VQA-VS. The sparse rows are of modality-specific sparsity in the paper.</summary>
    public static PublishedTable Table2 { get; } = new("Table 2", "VQA-VS", [("ID", Measure.Iid), ("OOD-mean", Measure.OodMean)],
    [
        new(Shortcuts("full bce", 0), 72.24, 53.92), new(Shortcuts("full rubi", 0), 69.49, 50.07),
        new(Shortcuts("full lpf", 0), 68.48, 50.83), new(Shortcuts("full lmh", 0), 70.22, 54.41),
        new(Shortcuts("bce+bce", 0.9), 67.28, 48.77), new(Shortcuts("bce+bce", 0.7), 70.89, 53.06), new(Shortcuts("bce+bce", 0.5), 71.33, 53.42),
        new(Shortcuts("bce+bce", 0.3), 71.85, 53.51), new(Shortcuts("bce+bce", 0.1), 71.85, 53.87),
        new(Shortcuts("lmh+lmh", 0.9), 58.42, 46.39), new(Shortcuts("lmh+lmh", 0.7), 69.34, 53.59), new(Shortcuts("lmh+lmh", 0.5), 70.66, 54.31),
        new(Shortcuts("lmh+lmh", 0.3), 71.56, 54.34), new(Shortcuts("lmh+lmh", 0.1), 71.97, 54.75),
    ]);

    /// <summary>All of them, in the order of the paper.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } = [Table1, Figure1, Table2];

    private static PaperSetting Core(string pair, double sparsity) => new(PaperSweeps.Core, pair, sparsity);

    private static PaperSetting Mplug(string pair, double sparsity) => new(PaperSweeps.Mplug, pair, sparsity);

    private static PaperSetting Shortcuts(string pair, double sparsity) => new(PaperSweeps.VaryingShortcut, pair, sparsity);
}
