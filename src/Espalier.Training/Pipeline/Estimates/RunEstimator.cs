using Espalier.Data;
using Espalier.Sources;
using Espalier.Training.Models;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Stages;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Estimates;

/// <summary>
/// Estimates what a recipe needs on this machine: memory by counting (<see cref="MemoryModel"/>), time by timing steps for some seconds. Data that are here are prepared first, and
/// kept for the run; what is not here is replaced by what recipe and backbone let expect.
/// </summary>
/// <param name="cache">Where prepared data are kept.</param>
/// <param name="sources">The data sources that recipes can name.</param>
/// <param name="progress">Told what is done.</param>
public sealed class RunEstimator(ContentCache cache, IReadOnlyList<IDatasetSource> sources, IProgress<WorkProgress>? progress = null)
{
    /// <summary>Estimates.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="questions">Questions of the train part, where the data are not here; null where nobody says.</param>
    /// <param name="cancellation">Stops soon.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InputException">Data or a checkpoint's configuration are not as they must be, or a budget cannot hold.</exception>
    public RunEstimate Estimate(Recipe recipe, int? questions = null, CancellationToken cancellation = default) =>
        Estimate(recipe, questions, MachineMemory.Here(), cancellation);

    /// <summary>As the other, on a machine with so much memory.</summary>
    internal RunEstimate Estimate(Recipe recipe, int? questions, MachineMemory machine, CancellationToken cancellation)
    {
        List<string> notes = [];
        recipe = OnDevice(recipe, notes);
        if (!IsHere(recipe.Data))
        {
            BackboneConfig shape = ModelFactory.SizeOf(recipe.Model), declared = ModelFactory.ShapeOf(recipe, Workload.SizesOf(shape));
            Workload expected = Workload.Declared(recipe, declared, questions);
            Note(recipe, expected, notes);
            return Estimate(recipe, declared, expected, new RandomBatches(recipe, declared, expected, ModelFactory.DeviceOf(recipe.Model)), pool: null, machine, notes, cancellation);
        }
        if (questions is not null) throw new InputException("--questions", $"{questions}", "data that are here", "no number, as they are counted");
        DataPreparation preparation = new(cache, sources, progress);
        DatasetFolder folder = preparation.Prepare(recipe, cancellation);
        using PreparedData data = new(folder, recipe.Data);
        BackboneConfig config = ModelFactory.ShapeOf(recipe, data.Sizes);
        data.PrepareFor(config, recipe.Model.Augmentation);
        string? pool = recipe.Pretrain is null || recipe.Model.From is not null ? null : preparation.Pool(recipe, cancellation);
        return Estimate(recipe, config, Workload.Of(recipe, data, config), new QuestionBatches(recipe, data, ModelFactory.DeviceOf(recipe.Model)), pool, machine, notes, cancellation);
    }

    private RunEstimate Estimate(
        Recipe recipe, BackboneConfig config, Workload work, ICalibrationBatches batches, string? pool, MachineMemory machine, List<string> notes, CancellationToken cancellation)
    {
        MemoryModel memory = new(recipe, config, work);
        RunPlan plan = RunPlan.Of(recipe);
        if (recipe.Stage2 is { } stage2 && plan.Nodes.Any(node => node.Stage == 2))
        {
            using VqaBackbone shape = config.Blank(META);
            _ = Compression.Allocate(stage2, shape);
        }
        bool counts = recipe.Model.Device == "cpu";
        if (!counts) notes.Add("GPU memory is not looked at: compare the peaks with your card's.");
        MemoryAdvice? advice = counts && memory.Peak(plan) > machine.Available ? new MemoryAdvisor(memory, recipe, machine.Available).Find() : null;
        if (advice is not null) notes.Add("Nothing was timed, as it does not fit.");
        StageTimes? times = advice is null ? new StageTimes(recipe, work, new Calibration(recipe, config, batches, work.Sizes.Answers ?? 0, progress, cancellation)) : null;

        List<StageEstimate> stages = [];
        if (pool is not null)
        {
            (long steps, double seconds)? pretraining = times is null ? null : new PretrainingTimer(recipe, pool, progress, cancellation).Run();
            stages.Add(new StageEstimate("pre-training", null, pretraining?.steps, memory.Sizes.Total, pretraining?.seconds / pretraining?.steps, pretraining?.seconds, memory.Pretraining()));
        }
        foreach (PlannedStage stage in plan.Stages(recipe, work.Train))
        {
            (double? step, double? all) = times is null ? (null, null) : times.Of(stage);
            stages.Add(new StageEstimate($"stage {stage.Node.Stage}, {stage.Node.Slug}", stage.Node, stage.Steps, memory.Trained(stage.Node), step, all, memory.Of(stage.Node)));
        }
        MemoryEstimate test = plan.Models.Select(memory.Evaluation).MaxBy(peak => peak.Total)!;
        stages.Add(new StageEstimate("test", null, 0, 0, null, times?.Test(plan.Models), test));
        return new RunEstimate
        {
            Stages = stages,
            Parameters = memory.Sizes.Total,
            Prunable = memory.Sizes.Prunable,
            Precision = ModelFactory.ComputeType(recipe.Model) == ScalarType.BFloat16 ? "bf16" : "fp32",
            Work = work,
            Machine = machine,
            Advice = advice,
            Notes = notes,
        };
    }

    private static Recipe OnDevice(Recipe recipe, List<string> notes)
    {
        if (recipe.Model.Device == "cpu" || cuda_is_available()) return recipe;
        notes.Add($"model.device: {recipe.Model.Device} is not here; time and memory are those of this machine's processor.");
        return recipe with { Model = recipe.Model with { Device = "cpu" } };
    }

    private static bool IsHere(DataOptions data) => data.Source == "orchard" || Path.Exists(data.Path);

    private static void Note(Recipe recipe, Workload work, List<string> notes)
    {
        string seen = work.MostRegions > 0 ? $"{work.MostRegions} regions of {work.Sizes.Features:N0} numbers" : "pictures";
        notes.Add(FormattableString.Invariant(
            $"data.path: there is no {recipe.Data.Path}; sizes are taken from recipe and backbone: {work.MostWords} word pieces, {seen}, {work.Sizes.Answers:N0} answers."));
        if (work.Train is null) notes.Add("How many questions there are to train on is not known: say how many the train part has with --questions.");
        else notes.Add($"{(work.Validation is null ? "Evaluations and the test are" : "The test is")} not counted in time, as the questions are not known.");
        if (recipe.Model.From is { } from && !Path.Exists(from)) notes.Add($"model.from: there is no {from}; its shape is taken to be that of model.size: {recipe.Model.Size}.");
    }
}
