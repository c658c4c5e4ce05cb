namespace Espalier.Paper;

/// <summary>A row of a table of the paper, beside which ours can be set.</summary>
/// <param name="Setting">The model of our sweeps that stands for it.</param>
/// <param name="Scores">The paper's scores in percent, in the order of the table's columns; null where the paper's text gives none.</param>
public sealed record PublishedRow(PaperSetting Setting, params IReadOnlyList<double?> Scores)
{
    /// <summary>The model that is as the paper's also in its allocation to the modalities; <see cref="Setting"/> where that is so itself.</summary>
    public PaperSetting AsPublished => Setting.Sweep switch
    {
        PaperSweeps.Core => InTable(PaperSweeps.Table1),
        PaperSweeps.VaryingShortcut => InTable(PaperSweeps.Table2),
        _ => Setting,
    };

    /// <summary>Whether the paper's model has a sparsity for each modality where ours has the same in all; only sparse mPLUG is uniform in both.</summary>
    public bool IsModalitySpecific => Setting is { Sparsity: > 0, Sweep: not PaperSweeps.Mplug };

    private PaperSetting InTable(string sweep) => Setting with { Sweep = sweep, Variant = Setting.Sparsity > 0 ? "modality" : "" };
}
