using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>Times real steps of a recipe's stages on this machine, with a freshly drawn model of its shape.</summary>
/// <param name="recipe">The recipe, on a device that is there.</param>
/// <param name="config">The shape of its models.</param>
/// <param name="batches">What they are timed with.</param>
/// <param name="answers">Answers of the vocabulary.</param>
/// <param name="progress">Told what is timed.</param>
/// <param name="cancellation">Stops between steps.</param>
internal sealed class Calibration(
    Recipe recipe, BackboneConfig config, ICalibrationBatches batches, int answers, IProgress<WorkProgress>? progress, CancellationToken cancellation)
{
    private const int Schedule = 1_000;

    private Device Device => ModelFactory.DeviceOf(recipe.Model);

    /// <summary>The seconds that a step of a stage takes.</summary>
    /// <param name="node">A stage that trains.</param>
    public double Step(StageNode node)
    {
        using VqaBackbone model = Create();
        using Parameterization parameterization = StageSetup.Parameterize(recipe, node, model, node.Stage == 3 ? Masks(model) : null);
        using Objective objective = StageSetup.Objective(recipe, node.What, config, answers, Device);
        double distillation = StageSetup.Distillation(recipe, node);
        using Distillation? teacher = distillation > 0 ? new(Create(), distillation) : null;
        TrainerOptions options = StageSetup.Options(recipe, node, "");
        using TrainingStep step = new(objective, parameterization, options.ForSteps(Schedule), teacher);
        return Seconds(options.BatchSize, batch =>
        {
            progress?.Report(new WorkProgress($"timing stage {node.Stage}", step.Optimizer.Steps, 0, "steps"));
            step.Run(batch);
        });
    }

    /// <summary>The seconds that a question takes in an evaluation.</summary>
    /// <param name="batch">Questions that are evaluated at once.</param>
    public double Evaluation(int batch)
    {
        using VqaBackbone model = Create();
        EffectiveWeights.Write(model);
        model.eval();
        batches.SetAnswers(model);
        using IDisposable frozen = no_grad();
        using BatchHalves halves = new(model);
        using CollectionPause pause = new();
        int done = 0;
        return Seconds(batch, questions =>
        {
            progress?.Report(new WorkProgress("timing evaluation", done++, 0, "batches"));
            pause.Renew();
            using DisposeScope scope = NewDisposeScope();
            _ = halves.Forward(questions with { AnswerIds = null }, 0, 0, part => [model.Forward(part).Logits])[0].argmax(1).cpu();
        }) / batch;
    }

    // Each step has a batch of its own, as real ones do, which is let go before the next.
    private double Seconds(int size, Action<TensorBatch> step)
    {
        DisposeScope? scope = null;
        try
        {
            return StepTimer.Seconds(size, rows =>
            {
                scope?.Dispose();
                scope = NewDisposeScope();
                TensorBatch batch = batches.Make(rows);
                return () => step(batch);
            }, TimeProvider.System, cancellation);
        }
        finally
        {
            scope?.Dispose();
        }
    }

    private VqaBackbone Create()
    {
        VqaBackbone model = config.Create(recipe.Seed, Device);
        ModelFactory.Configure(model, recipe.Model);
        return model;
    }

    private MaskSet Masks(VqaBackbone model) =>
        RandomPruner.Prune(model, Compression.Allocate(recipe.Stage2!, model), recipe.Seed, recipe.Stage2!.PrunedWhole);
}
