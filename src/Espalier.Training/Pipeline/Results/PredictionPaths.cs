using Espalier.Training.Pipeline.Plans;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Where a run keeps the answers of its models.</summary>
internal static class PredictionPaths
{
    /// <summary>The file of a model's answers to a part, seen from the run's folder.</summary>
    public static string Of(StageNode node, string part) => $"predictions/{node.Slug}.{part}.json";
}
