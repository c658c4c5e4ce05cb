using Espalier.Data;
using Espalier.Metrics;
using Espalier.Sparsity;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Results;

/// <summary>A model's answers to the test parts, and what is needed to describe it.</summary>
/// <param name="Node">The stage that made it.</param>
/// <param name="Sparsity">What its masks prune.</param>
/// <param name="Validation">What it scores on the validation parts.</param>
/// <param name="Predictions">By part, its answers.</param>
/// <param name="Accuracies">By part, the official accuracies.</param>
/// <param name="Shapes">By name of a prunable matrix, rows and columns.</param>
/// <param name="Groups">By name of a prunable matrix, its modality.</param>
/// <param name="TotalParameters">All parameters.</param>
/// <param name="TorchMilliseconds">Median time for one question alone in its batch.</param>
internal sealed record TestedModel(
    StageNode Node,
    SparsityReport Sparsity,
    ValidationScores Validation,
    IReadOnlyDictionary<string, Predictions> Predictions,
    IReadOnlyDictionary<string, TypeAccuracy> Accuracies,
    IReadOnlyDictionary<string, (int Rows, int Columns)> Shapes,
    IReadOnlyDictionary<string, string> Groups,
    long TotalParameters,
    double TorchMilliseconds)
{
    /// <summary>Scores on the OOD sets of test-id; null where it has none.</summary>
    public ShortcutScores? Shortcuts { get; init; }

    /// <summary>The answer to a question as text.</summary>
    public string Answer(string part, int row, AnswerVocabulary vocabulary) => vocabulary[Predictions[part].Answers[row]];
}
