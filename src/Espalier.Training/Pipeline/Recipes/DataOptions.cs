using System.ComponentModel;
using Espalier.Splits.Shortcuts;

namespace Espalier.Training.Pipeline.Recipes;

/// <summary>Where questions and images come from, and how they are split.</summary>
public sealed record DataOptions
{
    /// <summary>orchard, easy-vqa, vqa-v2, vqa-cp-v2, vqa-vs, folder, or prepared (a folder written by `espalier data`).</summary>
    public required string Source { get; init; }

    /// <summary>File or folder of the source; not read by orchard.</summary>
    public string? Path { get; init; }

    /// <summary>published (as the source comes), changing-prior (Agrawal et al. 2018) or varying-shortcut (Si et al. 2022).</summary>
    public string Split { get; init; } = "changing-prior";

    /// <summary>Share of each (question type, answer) group that crosses to the other side; 0 is the published hard split.</summary>
    public double Crossing { get; init; } = 0.1;

    /// <summary>Thresholds of a varying-shortcut split; null takes the usual ones.</summary>
    [DefaultValue(null)]
    public ShortcutThresholds? Shortcuts { get; init; }

    /// <summary>Seed of generation and splitting, apart from the run's, so that runs with other seeds share their data.</summary>
    public ulong Seed { get; init; } = 7;

    /// <summary>Train questions wanted; 0 takes all there are; the Orchard then draws a pool for 12,000. A published split is always taken whole.</summary>
    public int Train { get; init; }

    /// <summary>Occurrences in train below which an answer is not in the vocabulary.</summary>
    public int MinimumAnswerCount { get; init; } = 9;

    /// <summary>linear: min(n/3, 1); table: 0, .3, .6, .9, 1.</summary>
    public string SoftTargets { get; init; } = "linear";

    /// <summary>standard ([CLS] q [SEP] with masks) or bare (the reference's 14 pieces without masks).</summary>
    public string Encoding { get; init; } = "standard";

    /// <summary>Longest question in word pieces, special tokens included.</summary>
    public int QuestionLength { get; init; } = 20;
}
