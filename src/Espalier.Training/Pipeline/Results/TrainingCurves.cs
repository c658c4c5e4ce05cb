using System.Text.Json;
using Espalier.Metrics;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Reads the validation curves of each trained stage from its metrics.jsonl.</summary>
internal static class TrainingCurves
{
    public static IReadOnlyList<ReportCurve> Of(RunFolder run, IReadOnlyList<StageNode> nodes) => [.. nodes.Where(node => !node.OneShot).SelectMany(node => Of(run, node))];

    private static IEnumerable<ReportCurve> Of(RunFolder run, StageNode node)
    {
        TrainingFolder folder = new(run.At(node.Folder));
        var curves = new OrderedDictionary<string, (List<double> Steps, List<double> Values)>();
        foreach (string line in File.ReadLines(folder.Metrics))
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (!json.RootElement.TryGetProperty("evaluation", out JsonElement scores)) continue;
            foreach (JsonProperty score in scores.EnumerateObject())
            {
                curves.TryAdd(score.Name, ([], []));
                curves[score.Name].Steps.Add(json.RootElement.GetProperty("step").GetDouble());
                curves[score.Name].Values.Add(score.Value.GetDouble());
            }
        }
        double selected = folder.BestEvaluation().Step;
        return curves.Select(curve => new ReportCurve
        {
            Model = node.Id,
            Stage = node.Stage,
            Measure = "accuracy",
            Part = curve.Key,
            Steps = curve.Value.Steps,
            Values = curve.Value.Values,
            SelectedStep = curve.Key == run.Recipe.Protocol.SelectOn ? selected : null,
        });
    }
}
