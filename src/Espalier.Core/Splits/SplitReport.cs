using Espalier.Splits.Shortcuts;

namespace Espalier.Splits;

/// <summary>What a split did to the data.</summary>
public sealed record SplitReport
{
    /// <summary>The pool's questions that were placed.</summary>
    public required int Questions { get; init; }

    /// <summary>Questions left out because the same wording had been asked about the same image.</summary>
    public required int Duplicates { get; init; }

    /// <summary>How priors were changed; null where the split was made elsewhere or in another way.</summary>
    public required ChangingPriorOptions? Options { get; init; }

    /// <summary>The parts, in the order of <see cref="PartNames.All"/>.</summary>
    public required IReadOnlyList<PartSummary> Parts { get; init; }

    /// <summary>The answer priors before (train) and after (test-ood), the most frequent question types first.</summary>
    public required IReadOnlyList<PriorShift> Types { get; init; }

    /// <summary>How much of what test-ood is about occurs in train.</summary>
    public required ConceptCoverage Coverage { get; init; }

    /// <summary>How many of test-ood's answers training can have learned, for each answer type.</summary>
    public required IReadOnlyList<AnswerTypeCoverage> AnswerTypes { get; init; }

    /// <summary>What the nine OOD sets are like; null for a split that has none.</summary>
    public ShortcutStatistics? Shortcuts { get; init; }

    /// <summary>Writes split.json.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => SplitReportJson.Write(this, stream));
}
