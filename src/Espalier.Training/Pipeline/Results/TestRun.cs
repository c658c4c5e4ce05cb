using System.Diagnostics;
using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Espalier.Training.Pipeline.Results;

/// <summary>Opens the test parts, once, after everything was selected, and lets each model answer them.</summary>
internal sealed class TestRun(RunFolder run, PreparedData data, ModelFactory models, ILogger logger, IProgress<WorkProgress>? progress)
{
    private const int WarmUpQuestions = 10, TimedQuestions = 40;

    /// <summary>The parts that the recipe tests and the data has.</summary>
    public IReadOnlyList<string> Parts { get; } = ProtocolParts.Test(run.Recipe.Protocol, data);

    /// <summary>Tests the models of a plan and writes their predictions in the VQA submission format.</summary>
    public IReadOnlyList<TestedModel> Run(IReadOnlyList<StageNode> nodes, CancellationToken cancellation)
    {
        logger.LogInformation("Opening the test parts {Parts}; selection was on {SelectOn}", string.Join(", ", Parts), run.Recipe.Protocol.SelectOn);
        List<TestedModel> tested = [];
        foreach (StageNode node in nodes)
        {
            progress?.Report(new WorkProgress("testing", tested.Count, nodes.Count, "models"));
            tested.Add(Test(node, cancellation));
        }
        progress?.Report(new WorkProgress("testing", tested.Count, nodes.Count, "models"));
        return tested;
    }

    private TestedModel Test(StageNode node, CancellationToken cancellation)
    {
        using VqaBackbone model = models.Blank();
        TrainingFolder stage = new(run.At(node.Folder));
        Sparsity.MaskSet? masks = stage.LoadBest(model);
        IReadOnlyDictionary<string, double> scores = stage.BestEvaluation().Scores;
        Dictionary<string, Predictions> predictions = [];
        Dictionary<string, TypeAccuracy> accuracies = [];
        foreach (string part in Parts)
        {
            predictions[part] = Evaluator.Predict(model, data.Set(part), StageSetup.EvaluationBatch(run.Recipe, node), cancellation);
            accuracies[part] = PartScoring.Score(data, part, predictions[part]).ToTypeAccuracy();
            PredictionFile.Write(run.At(PredictionPaths.Of(node, part)), PartScoring.Texts(data, predictions[part]));
            logger.LogInformation("{Model} on {Part}: {Accuracy:0.00} %", node.Id, part, accuracies[part].All);
        }
        Dictionary<string, (int, int)> shapes = PrunableMatrices.Of(model).ToDictionary(matrix => matrix.Name, matrix =>
            ((int)matrix.Weight.shape[0], (int)matrix.Weight.shape[1]));
        Dictionary<string, string> groups = PrunableMatrices.Describe(model).ToDictionary(matrix => matrix.Name, matrix => matrix.Group);
        ValidationScores validation = new(Score(PartNames.ValidationId), Score(PartNames.ValidationOod));
        return new TestedModel(node, PrunableMatrices.Report(model, masks), validation, predictions, accuracies,
            shapes, groups, model.parameters().Sum(p => p.numel()), MedianMilliseconds(model, cancellation))
        {
            Shortcuts = predictions.GetValueOrDefault(PartNames.TestId) is { } iid ? PartScoring.ScoreShortcuts(data, PartNames.TestId, iid)?.ToScores() : null,
        };

        double? Score(string part) => scores.TryGetValue(part, out double score) ? Math.Round(score, 2, MidpointRounding.AwayFromZero) : null;
    }

    // One question at a time, as a server that answers at once would do. The first ones find cold caches and sleeping threads.
    private double MedianMilliseconds(VqaBackbone model, CancellationToken cancellation)
    {
        QuestionSet set = data.Set(Parts.Count > 0 ? Parts[0] : PartNames.Train);
        int questions = Math.Min(WarmUpQuestions + TimedQuestions, set.Count), warmUp = Math.Min(WarmUpQuestions, questions - 1);
        using BatchLoader loader = new(set, 1, BatchOrder.InOrder(questions, 1));
        List<double> times = [];
        model.eval();
        using IDisposable frozen = torch.no_grad();
        while (loader.Next() is { } batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = torch.NewDisposeScope();
            long start = Stopwatch.GetTimestamp();
            _ = model.Forward(BatchTensors.Of(batch, model.Matrices[0].Weight.device, set.MaskPadding)).Logits.argmax(1).ToInt64();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times.Skip(warmUp).Order().ElementAt((times.Count - warmUp) / 2);
    }
}
