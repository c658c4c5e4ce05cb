using System.Diagnostics;
using Espalier.Data;
using Espalier.Metrics;
using Espalier.Sources;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Results;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Stages;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline;

/// <summary>
/// From a recipe to a summary: data, pre-training, every stage of the plan, the test, and what the report shows. Whatever was done before is
/// found and not done again.
/// </summary>
/// <param name="run">The run's folder.</param>
/// <param name="cache">Where data and pre-trained models are kept.</param>
/// <param name="sources">The data sources that recipes can name.</param>
/// <param name="logger">Told what happens.</param>
/// <param name="progress">Told how far it is.</param>
/// <param name="shareStages">
/// Whether to take stages that other runs of the cache have finished with the same options, data and seed, and to keep this run's for them.
/// </param>
public sealed class RunPipeline(
    RunFolder run, ContentCache cache, IReadOnlyList<IDatasetSource> sources, ILogger logger, IProgress<WorkProgress>? progress = null, bool shareStages = false)
{
    /// <summary>Runs everything that is not done yet.</summary>
    /// <param name="cancellation">Stops soon, with the state saved.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InputException">Data, checkpoints or saved states are not as they must be.</exception>
    public RunSummary Run(CancellationToken cancellation = default)
    {
        if (run.Finished) return RunSummary.Load(run.SummaryPath);
        KeepEnvironment();
        Recipe recipe = run.Recipe;
        RequireDevice(recipe.Model.Device);
        RunPlan plan = RunPlan.Of(recipe);
        StageClock clock = new();

        DataPreparation preparation = new(cache, sources, progress);
        DatasetFolder folder = clock.Time("data", () => preparation.Prepare(recipe, cancellation));
        string? pretrained = clock.Time("pretrain", () => new PretrainedBackbone(cache, progress).Find(recipe, preparation.Pool(recipe, cancellation), cancellation));
        using PreparedData data = clock.Time("data", () => new PreparedData(folder, recipe.Data));
        RequirePart(data, recipe.Protocol.SelectOn, "protocol.select-on");
        ModelFactory models = new(recipe, data, pretrained);
        data.PrepareFor(models.Config, recipe.Model.Augmentation);
        KeepInterface(ModelInterface.Of(models.Config, data), folder.Path);
        RunInputs inputs = RunInputs.Of(recipe, data, pretrained);
        KeepInputs(inputs);

        RequireBudget(plan, models);
        StageRunner stages = new(run, data, models, logger, progress);
        SharedStages? shared = shareStages ? new(cache, recipe, inputs) : null;
        foreach (StageNode node in plan.Nodes)
        {
            if (shared?.Take(node, run.At(node.Folder)) == true) logger.LogInformation("{Stage} was finished by another run", node.Folder);
            clock.Add($"stage{node.Stage}", stages.Run(node, cancellation));
            shared?.Keep(node, run.At(node.Folder));
        }

        TestRun test = new(run, data, models, logger, progress);
        IReadOnlyList<TestedModel> tested = clock.Time("evaluate", () => test.Run(plan.Models, cancellation));
        ReportBuilder.Build(run, data, plan, tested, test.Parts).Save(run.At("report-data.json"));
        RunSummary summary = Summarize(plan, tested, models, data, clock);
        summary.Save(run.SummaryPath);
        return summary;
    }

    private static void RequireDevice(string device)
    {
        if (device == "cuda" && !cuda_is_available())
            throw new InputException("recipe", "model.device", "cuda, which this machine or build does not have", "cpu, or a GPU and a build with -p:EspalierCuda=true");
    }

    // The number of prunable weights follows from the shape alone, so that a budget which cannot hold is told before hours of stage 1.
    private void RequireBudget(RunPlan plan, ModelFactory models)
    {
        if (plan.Nodes.All(node => node.Stage != 2)) return;
        using VqaBackbone shape = models.Config.Blank(META);
        _ = Compression.Allocate(run.Recipe.Stage2!, shape);
    }

    private void KeepInterface(ModelInterface now, string data)
    {
        string folder = run.At(ModelInterface.FolderName);
        if (ModelInterface.Exists(folder)) ModelInterface.Load(folder).RequireSame(folder, now, data);
        else now.Save(folder);
    }

    private void KeepInputs(RunInputs now)
    {
        string folder = run.At(ModelInterface.FolderName);
        if (RunInputs.Exists(folder)) RunInputs.Load(folder).RequireSame(folder, now);
        else now.Save(folder);
    }

    // The file tells of the machine that the run began on; a run that goes on may be elsewhere.
    private void KeepEnvironment()
    {
        string file = run.At("environment.json"), now = RunEnvironment.Current(ModelFactory.ComputeType(run.Recipe.Model)).ToJson();
        if (!File.Exists(file)) AtomicFile.WriteAllText(file, now);
        else if (File.ReadAllText(file) != now) logger.LogWarning("The run goes on in another environment than environment.json tells: {Environment}", now);
    }

    private RunSummary Summarize(RunPlan plan, IReadOnlyList<TestedModel> tested, ModelFactory models, PreparedData data, StageClock clock) => new()
    {
        Name = run.Recipe.Name,
        Seed = run.Recipe.Seed,
        Backbone = run.Recipe.Model.Backbone,
        Recipe = plan.Models[^1].Slug,
        Models = [.. tested.Select(model => ModelSummaries.Of(model, models.Config, run.Recipe.Data.QuestionLength, data.Features.MaxRegions))],
        SelectedOn = run.Recipe.Protocol.SelectOn,
        Seconds = clock.Seconds(),
        PeakRssBytes = Process.GetCurrentProcess().PeakWorkingSet64,
    };

    private static void RequirePart(PreparedData data, string part, string key)
    {
        if (!data.Has(part)) throw new InputException("recipe", key, $"'{part}', which the data set does not have",
            string.Join(", ", data.Folder.Parts.Where(name => name.StartsWith("validation", StringComparison.Ordinal))));
    }
}
