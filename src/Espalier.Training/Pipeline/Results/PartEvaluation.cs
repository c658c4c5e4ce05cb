using Espalier.Metrics;

namespace Espalier.Training.Pipeline.Results;

/// <summary>What a model of a run answers to a part of its data, and how right that is.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Part">The part.</param>
/// <param name="Accuracy">The official VQA accuracy.</param>
/// <param name="Predictions">The answer to each question, in the part's order.</param>
public sealed record PartEvaluation(string Model, string Part, AccuracyReport Accuracy, IReadOnlyList<(long QuestionId, string Answer)> Predictions)
{
    /// <summary>The official accuracy on the OOD sets of the part; null where it has none.</summary>
    public ShortcutReport? Shortcuts { get; init; }

    /// <summary>The accuracy as the scripts of Si et al. 2023 count it.</summary>
    public required AccuracyReport Simple { get; init; }

    /// <summary>That of the OOD sets; null where the part has none.</summary>
    public ShortcutReport? SimpleShortcuts { get; init; }
}
