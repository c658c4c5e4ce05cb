using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pruning;
using Espalier.Training.Training;
using Espalier.Training.Training.Optimization;
using TorchSharp;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>What a recipe's stage trains, and how: it is run with this, and its time and memory are estimated with it.</summary>
internal static class StageSetup
{
    /// <summary>What the stage trains of a model.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="node">A stage that trains.</param>
    /// <param name="model">With the weights that the stage starts from.</param>
    /// <param name="masks">Those of the stage before; stage 3 keeps them.</param>
    /// <exception cref="InputException">The budget of stage 2 cannot hold.</exception>
    public static Parameterization Parameterize(Recipe recipe, StageNode node, VqaBackbone model, MaskSet? masks)
    {
        if (node.Stage != 2) return new WeightTraining(model, node.Stage == 3 ? masks : null);
        CompressOptions stage = recipe.Stage2!;
        return new MaskTraining(model, Compression.Allocate(stage, model), new MaskTrainingOptions
        {
            Initialization = Compression.Initialization(stage.Init),
            RefreshEvery = stage.RefreshEvery,
            Schedule = Compression.Schedule(stage),
            Structure = stage.PrunedWhole,
            Seed = recipe.Seed,
        });
    }

    /// <summary>Epochs, batches and rates of a stage that trains.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="node">The stage.</param>
    /// <param name="stateFolder">Where it keeps its state.</param>
    public static TrainerOptions Options(Recipe recipe, StageNode node, string stateFolder) =>
        node.Stage == 2 ? Options(recipe, node, recipe.Stage2!, stateFolder) : Options(recipe, node, node.Stage == 1 ? recipe.Stage1! : recipe.Stage3!, stateFolder);

    /// <summary>Questions that are evaluated at once: as many as usual, or where memory is short as many as go through the model at once in training.</summary>
    public static int EvaluationBatch(Recipe recipe, StageNode node) => Math.Min(TrainerOptions.UsualEvaluationBatch, MicroBatch(recipe, node.Stage) ?? int.MaxValue);

    /// <summary>The weight of distillation in a stage; 0 for none.</summary>
    public static double Distillation(Recipe recipe, StageNode node) => node switch
    {
        { OneShot: true } or { Stage: 1 } => 0,
        { Stage: 2 } => recipe.Stage2!.Distillation,
        _ => recipe.Stage3!.Distillation,
    };

    /// <summary>The loss of a stage that trains.</summary>
    /// <param name="recipe">Its settings.</param>
    /// <param name="name">Its name in the recipe.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="answers">Answers of the vocabulary.</param>
    /// <param name="device">Where the model is.</param>
    public static Objective Objective(Recipe recipe, string name, BackboneConfig config, int answers, torch.Device device)
    {
        if (config.Generates) return new WeightedGeneration(feedback: name == "lpf");
        ObjectiveSettings settings = recipe.Objectives;
        ObjectiveOptions options = new()
        {
            Name = name,
            Gamma = settings.LpfGamma,
            EntropyWeight = settings.LmhEntropy,
            Frozen = settings.LmhFrozen,
            QuestionBranch = settings.Bias == "question-only",
        };
        Objective objective = ObjectiveFactory.Create(options, config.HiddenSize, answers, recipe.Seed);
        objective.to(device);
        return objective;
    }

    private static int? MicroBatch(Recipe recipe, int stage) => stage switch
    {
        1 => recipe.Stage1!.MicroBatch,
        2 => recipe.Stage2!.MicroBatch,
        _ => recipe.Stage3!.MicroBatch,
    };

    private static TrainerOptions Options(Recipe recipe, StageNode node, FineTuneOptions stage, string stateFolder) => new()
    {
        StateFolder = stateFolder,
        Epochs = stage.Epochs,
        BatchSize = stage.Batch,
        MicroBatch = stage.MicroBatch,
        EvaluationBatchSize = EvaluationBatch(recipe, node),
        LearningRate = stage.LearningRate,
        WarmupShare = stage.Warmup,
        Decay = Enum.Parse<Decay>(stage.Decay, ignoreCase: true),
        AdamW = new AdamWOptions
        {
            WeightDecay = stage.WeightDecay,
            ClipNorm = stage.ClipNorm,
        }.WithRateOf(Mplug.VisionPrefix, stage.VisionLearningRate, stage.LearningRate),
        Seed = recipe.Seed,
    };

    private static TrainerOptions Options(Recipe recipe, StageNode node, CompressOptions stage, string stateFolder) => new()
    {
        StateFolder = stateFolder,
        Epochs = stage.Epochs,
        BatchSize = stage.Batch,
        MicroBatch = stage.MicroBatch,
        EvaluationBatchSize = EvaluationBatch(recipe, node),
        LearningRate = stage.LearningRate,
        MaskLearningRate = stage.MaskLearningRate,
        WarmupShare = stage.Warmup,
        SelectFrom = Compression.SelectFrom(stage),
        AdamW = new AdamWOptions { ClipNorm = stage.ClipNorm },
        Seed = recipe.Seed,
    };
}
