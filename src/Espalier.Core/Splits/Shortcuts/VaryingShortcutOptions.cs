namespace Espalier.Splits.Shortcuts;

/// <summary>How to make a varying-shortcut split (Si et al. 2022).</summary>
public sealed record VaryingShortcutOptions
{
    /// <summary>The seed: the same pool, options and seed give the same parts on every machine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Shares, and what counts as imbalanced and as rare.</summary>
    public ShortcutThresholds Thresholds { get; init; } = new();

    /// <summary>Train questions to keep, chosen by the seed before anything is counted; 0 keeps all.</summary>
    public int TrainLimit { get; init; }
}
