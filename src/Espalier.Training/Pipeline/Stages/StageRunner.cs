using Espalier.Sparsity;
using Espalier.Splits;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Microsoft.Extensions.Logging;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>Runs one stage of a plan: from its parent's best checkpoint to its own.</summary>
internal sealed class StageRunner(RunFolder run, PreparedData data, ModelFactory models, ILogger logger, IProgress<WorkProgress>? progress)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(20);

    /// <summary>Trains or prunes, goes on from a saved state, or finds everything done.</summary>
    /// <returns>The seconds that the stage took over all its processes.</returns>
    public double Run(StageNode node, CancellationToken cancellation)
    {
        using VqaBackbone model = node.Parent is null ? models.Create() : models.Blank();
        MaskSet? inherited = node.Parent is { } parent ? new TrainingFolder(run.At(parent.Folder)).LoadBest(model) : null;
        return node.OneShot ? Prune(node, model, cancellation) : Train(node, model, inherited, cancellation);
    }

    private double Train(StageNode node, VqaBackbone model, MaskSet? inherited, CancellationToken cancellation)
    {
        using Parameterization parameterization = StageSetup.Parameterize(run.Recipe, node, model, inherited);
        using Objective objective = StageSetup.Objective(run.Recipe, node.What, models.Config, data.Vocabulary.Count, models.Device);
        double distillation = StageSetup.Distillation(run.Recipe, node);
        using Distillation? teacher = distillation > 0 ? new(Teacher(node), distillation) : null;
        TrainerOptions options = StageSetup.Options(run.Recipe, node, run.At(node.Folder)) with
        {
            Name = $"stage {node.Stage}, {node.Slug}",
            SelectOn = run.Recipe.Protocol.SelectOn,
            SaveEvery = SaveEvery,
            TensorBoardFolder = run.At($"tensorboard/{node.Slug}"),
        };
        ProgressRelay? relay = progress is null ? null : new ProgressRelay(progress, options.BatchSize);
        Trainer trainer = new(options, objective, parameterization, data.Set(PartNames.Train), Validation(), logger, relay, teacher);
        TrainingResult result = trainer.Run(cancellation);
        if (parameterization.Masks is { } masks) SparsityTable.Log(logger, node.Slug, PrunableMatrices.Report(parameterization.Model, masks), StructureCount.Of(masks));
        logger.LogInformation(
            "{Stage}: {Steps} steps in {Seconds:0.0} s, {Wait:0.0} % of it waiting for batches", node.Folder, result.Steps, result.Seconds, 100 * result.WaitShare);
        return result.Seconds;
    }

    /// <summary>The model of the stage 1 that a stage goes back to.</summary>
    private VqaBackbone Teacher(StageNode node)
    {
        StageNode first = node;
        while (first.Parent is { } parent) first = parent;
        VqaBackbone teacher = models.Blank();
        new TrainingFolder(run.At(first.Folder)).LoadBest(teacher);
        return teacher;
    }

    private double Prune(StageNode node, VqaBackbone model, CancellationToken cancellation)
    {
        TrainingFolder folder = new(run.At(node.Folder));
        if (File.Exists(folder.BestMask)) return 0;
        Allocation allocation = Compression.Allocate(run.Recipe.Stage2!, model);
        Structure structure = run.Recipe.Stage2!.PrunedWhole;
        MaskSet masks = node.What == "omp" ? MagnitudePruner.Prune(model, allocation, structure) : RandomPruner.Prune(model, allocation, run.Recipe.Seed, structure);
        EffectiveWeights.Write(model, masks);
        Dictionary<string, double> scores = Validation().ToDictionary(
            set => set.Name, set => Evaluator.Predict(model, set.Questions, StageSetup.EvaluationBatch(run.Recipe, node), cancellation).Accuracy);
        folder.SaveBest(model, masks, null, new Evaluation(0, 0, scores));
        SparsityTable.Log(logger, node.Slug, PrunableMatrices.Report(model, masks), StructureCount.Of(masks));
        return 0;
    }

    private List<ValidationSet> Validation() => [.. ProtocolParts.Validation(run.Recipe.Protocol, data).Select(part => new ValidationSet(part, data.Set(part)))];
}
