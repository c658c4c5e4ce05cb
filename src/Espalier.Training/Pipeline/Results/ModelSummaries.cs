using Espalier.Metrics;
using Espalier.Sparsity;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Describes tested models for summary.json.</summary>
internal static class ModelSummaries
{
    private const int BytesPerWeight = 4;

    public static ModelSummary Of(TestedModel model, BackboneConfig config, int tokens, int regions)
    {
        SparsityReport sparsity = model.Sparsity;
        long zeros = sparsity.Total.Zeros;
        return new ModelSummary
        {
            Id = model.Node.Id,
            Stage = model.Node.Stage,
            Objective = ObjectiveOf(model.Node),
            Sparsity = Math.Round(sparsity.Total.Sparsity, 6),
            Parameters = new ParameterCounts
            {
                Total = model.TotalParameters,
                Prunable = sparsity.Total.Count,
                Kept = model.TotalParameters - zeros,
                ByModality = sparsity.Groups.ToDictionary(row => row.Name, row => new ModalityCounts(row.Count, row.Kept)),
            },
            Bytes = new ModelBytes(model.TotalParameters * BytesPerWeight, null),
            FlopsPerQuestion = config.FlopsPerQuestion(sparsity.Matrices.ToDictionary(row => row.Name, row => row.Kept), tokens, regions),
            Validation = model.Validation,
            Accuracy = new ModelAccuracy(model.Accuracies.GetValueOrDefault(PartNames.TestId), model.Accuracies.GetValueOrDefault(PartNames.TestOod))
            {
                Shortcuts = model.Shortcuts,
            },
            LatencyMs = new ModelLatency(Math.Round(model.TorchMilliseconds, 3), null),
        };
    }

    // A one-shot stage has no objective of its own; the last one that trained counts.
    private static string ObjectiveOf(StageNode node) => node.OneShot ? node.Parent?.What ?? "none" : node.What;
}
