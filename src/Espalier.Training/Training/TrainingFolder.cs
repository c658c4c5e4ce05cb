using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Training.Models;
using Espalier.Training.Objectives;
using Espalier.Training.Training.Optimization;

namespace Espalier.Training.Training;

/// <summary>
/// The files of a stage: last/trainer-state.safetensors, best/ (model.safetensors, mask.safetensors, objective.safetensors, evaluation.json) and
/// metrics.jsonl.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class TrainingFolder(string path)
{
    private const string ModelFile = "model.safetensors", MaskFileName = "mask.safetensors", EvaluationFile = "evaluation.json";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The folder of the best checkpoint.</summary>
    public string Best { get; } = Path.Combine(path, "best");

    /// <summary>The masks of the best checkpoint; no such file for a dense model.</summary>
    public string BestMask { get; } = Path.Combine(path, "best", MaskFileName);

    /// <summary>The state that training goes on from.</summary>
    public string State { get; } = Path.Combine(path, "last", "trainer-state.safetensors");

    /// <summary>Whether training has come to its end, as the saved state says.</summary>
    /// <exception cref="InputException">The state is damaged.</exception>
    public bool Finished => File.Exists(State) && TrainerStateFile.IsFinished(State);

    /// <summary>The course of training.</summary>
    public string Metrics { get; } = Path.Combine(path, "metrics.jsonl");

    /// <summary>
    /// Loads the best checkpoint: the model gets its weights and computes under its masks. The disk stays as it is, also where another process trains
    /// or was killed while it replaced the checkpoint.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The masks; null for a dense model.</returns>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or that of another model.</exception>
    public MaskSet? LoadBest(VqaBackbone model)
    {
        (SafetensorsFile weights, MaskSet? masks, string maskFile) = Open();
        using (weights) ModelWeights.Load(model, weights);
        try
        {
            EffectiveWeights.Write(model, masks);
        }
        catch (ArgumentException error)
        {
            throw new InputException(maskFile, "masks", error.Message, "masks of this model", error);
        }
        return masks;
    }

    /// <summary>Opens the best checkpoint with zeros where its masks have them, under the names of the model's state dict; no model is made.</summary>
    /// <returns>The weights, to be disposed of, and the masks; null for a dense model.</returns>
    /// <exception cref="InputException">The checkpoint is missing or damaged.</exception>
    public (ITensorSource Weights, MaskSet? Masks) OpenBest()
    {
        (SafetensorsFile weights, MaskSet? masks, _) = Open();
        try
        {
            return (masks is null ? weights : new MaskedCheckpoint(weights, masks), masks);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The evaluation of the best checkpoint.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    public Evaluation BestEvaluation()
    {
        string file = Path.Combine(Best, EvaluationFile);
        if (!File.Exists(file)) throw new InputException(file, "file", "nothing", "the evaluation of a finished stage");
        try
        {
            return JsonSerializer.Deserialize<Evaluation>(File.ReadAllText(file)) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new InputException(file, error.Path ?? "text", error.Message, "the evaluation as it was saved", error);
        }
    }

    /// <summary>Puts a checkpoint in the place of the best one.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="masks">Its masks; null for a dense model.</param>
    /// <param name="objective">The loss, whose own parameters are kept too; null where none trained.</param>
    /// <param name="evaluation">What the checkpoint scores.</param>
    internal void SaveBest(VqaBackbone model, MaskSet? masks, Objective? objective, Evaluation evaluation) => ReplacedFolder.Publish(Best, folder =>
    {
        ModelWeights.Save(model, Path.Combine(folder, ModelFile));
        if (masks is not null) MaskFile.Write(Path.Combine(folder, MaskFileName), masks);
        if (objective is not null && objective.named_parameters().Any()) ModelWeights.Save(objective, Path.Combine(folder, "objective.safetensors"));
        AtomicFile.WriteAllText(Path.Combine(folder, EvaluationFile), JsonSerializer.Serialize(evaluation, Indented) + "\n");
    });

    internal void SaveState(AdamW optimizer, TrainerProgress progress) => TrainerStateFile.Save(State, optimizer, progress);

    /// <summary>Loads the state if there is one, else begins with the progress given.</summary>
    internal TrainerProgress LoadState(AdamW optimizer, TrainerProgress fresh)
    {
        ReplacedFolder.Recover(Best);
        return File.Exists(State) ? TrainerStateFile.Load(State, optimizer, fresh) : fresh;
    }

    private (SafetensorsFile Weights, MaskSet? Masks, string MaskFile) Open()
    {
        string best = ReplacedFolder.Find(Best), maskFile = Path.Combine(best, MaskFileName);
        MaskSet? masks = File.Exists(maskFile) ? MaskFile.Read(maskFile) : null;
        return (SafetensorsFile.Open(Path.Combine(best, ModelFile)), masks, maskFile);
    }
}
