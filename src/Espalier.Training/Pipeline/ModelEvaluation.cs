using Espalier.Metrics;
using Espalier.Sources;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Training;
using Microsoft.Extensions.Logging;

namespace Espalier.Training.Pipeline;

/// <summary>Lets a model of a run answer a part of the run's data.</summary>
/// <param name="run">The run.</param>
/// <param name="cache">Where its data are kept; made anew if they are gone.</param>
/// <param name="sources">The data sources that recipes can name.</param>
/// <param name="logger">Told what was opened.</param>
/// <param name="progress">Told how far it is.</param>
public sealed class ModelEvaluation(RunFolder run, ContentCache cache, IReadOnlyList<IDatasetSource> sources, ILogger logger, IProgress<WorkProgress>? progress = null)
{
    /// <summary>Evaluates a model.</summary>
    /// <param name="modelId">"lpf+lmh" or "full bce"; null takes the one of the best validation score.</param>
    /// <param name="part">A part of the run's data: validation-id, test-ood; null takes the one that is usual for the data.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">There is no such model or part, its stage has not finished, the data are not those of the run any more, or a file is damaged.</exception>
    public PartEvaluation Evaluate(string? modelId, string? part = null, CancellationToken cancellation = default)
    {
        StageNode node = run.FindModel(modelId);
        TrainingFolder stage = run.FinishedStage(node);
        string folder = run.At(ModelInterface.FolderName);
        var trained = ModelInterface.Load(folder);
        using PreparedData data = new(new DataPreparation(cache, sources, progress).Prepare(run.Recipe, cancellation), run.Recipe.Data);
        part ??= data.Folder.UsualPart;
        if (!data.Has(part)) throw new InputException(data.Folder.Path, "part", $"no '{part}'", string.Join(", ", data.Folder.Parts));
        trained.RequireSame(folder, ModelInterface.Of(trained.Config, data), data.Folder.Path);
        RunInputs.Load(folder).RequireData(folder, data.Identity);
        using VqaBackbone model = new ModelFactory(run.Recipe, data, null) { Config = trained.Config }.Blank();
        stage.LoadBest(model);
        data.PrepareFor(trained.Config, augmentation: false);
        logger.LogInformation("Opening {Part} to evaluate {Model}", part, node.Id);
        QuestionSet questions = data.Set(part);
        progress?.Report(new WorkProgress($"answering {part}", 0, questions.Count, "questions"));
        Predictions predictions = Evaluator.Predict(model, questions, StageSetup.EvaluationBatch(run.Recipe, node), cancellation);
        progress?.Report(new WorkProgress($"answering {part}", questions.Count, questions.Count, "questions"));
        return new PartEvaluation(node.Id, part, PartScoring.Score(data, part, predictions), [.. PartScoring.Texts(data, predictions)])
        {
            Shortcuts = PartScoring.ScoreShortcuts(data, part, predictions),
            Simple = PartScoring.Score(data, part, predictions, AccuracyForm.Simple),
            SimpleShortcuts = PartScoring.ScoreShortcuts(data, part, predictions, AccuracyForm.Simple),
        };
    }
}
