namespace Espalier.Splits.Shortcuts;

/// <summary>One shortcut of a split: what Table 1 of Si et al. 2022 tells of each.</summary>
public sealed record ShortcutRow
{
    /// <summary>QT, KW, KWP, QT+KW, KO, KOP, QT+KO, KW+KO or QT+KW+KO.</summary>
    public required string Shortcut { get; init; }

    /// <summary>The groups that train's questions form; null where the split was made elsewhere.</summary>
    public int? TrainGroups { get; init; }

    /// <summary>The groups that test-id's questions form.</summary>
    public int? TestGroups { get; init; }

    /// <summary>The groups with imbalanced answers in train.</summary>
    public int? Imbalanced { get; init; }

    /// <summary>The share of train's questions in these groups whose answer is a frequent one, in [0, 1].</summary>
    public double? TrainHead { get; init; }

    /// <summary>Questions of test-id in these groups with a frequent answer.</summary>
    public int? Head { get; init; }

    /// <summary>Questions of test-id in these groups with a rare answer: the OOD set.</summary>
    public required int Tail { get; init; }

    /// <summary>The same in validation-id.</summary>
    public int? ValidationTail { get; init; }

    /// <summary>VQA accuracy in percent of the answer prior alone on the head questions; null where it cannot be told.</summary>
    public double? PriorHead { get; init; }

    /// <summary>The same on the tail questions.</summary>
    public double? PriorTail { get; init; }

    /// <summary>The share of this OOD set that is also in each of the nine, in their order, in [0, 1] (Fig. 3b of Si et al. 2022); empty for an empty set.</summary>
    public IReadOnlyList<double> Overlap { get; init; } = [];

    /// <summary>The largest imbalanced groups.</summary>
    public IReadOnlyList<ShortcutGroup> Groups { get; init; } = [];
}
