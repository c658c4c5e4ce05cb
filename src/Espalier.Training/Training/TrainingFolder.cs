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
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The folder of the best checkpoint.</summary>
    public string Best { get; } = Path.Combine(path, "best");

    /// <summary>The state that training goes on from.</summary>
    public string State { get; } = Path.Combine(path, "last", "trainer-state.safetensors");

    /// <summary>The course of training.</summary>
    public string Metrics { get; } = Path.Combine(path, "metrics.jsonl");

    /// <summary>Loads the best checkpoint: the model gets its weights and computes under its masks.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The masks; null for a dense model.</returns>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or that of another model.</exception>
    public MaskSet? LoadBest(VqaBackbone model)
    {
        AtomicFolder.Recover(Best);
        string maskFile = Path.Combine(Best, "mask.safetensors");
        MaskSet? masks = File.Exists(maskFile) ? MaskFile.Read(maskFile) : null;
        using (ITensorSource source = SafetensorsFile.Open(Path.Combine(Best, "model.safetensors"))) ModelWeights.Load(model, source);
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

    internal void SaveBest(Parameterization parameterization, Objective objective, Evaluation evaluation) => AtomicFolder.Publish(Best, folder =>
    {
        ModelWeights.Save(parameterization.Model, Path.Combine(folder, "model.safetensors"));
        if (parameterization.Masks is { } masks) MaskFile.Write(Path.Combine(folder, "mask.safetensors"), masks);
        if (objective.named_parameters().Any()) ModelWeights.Save(objective, Path.Combine(folder, "objective.safetensors"));
        AtomicFile.WriteAllText(Path.Combine(folder, "evaluation.json"), JsonSerializer.Serialize(evaluation, Indented) + "\n");
    });

    internal void SaveState(AdamW optimizer, TrainerProgress progress) => TrainerStateFile.Save(State, optimizer, progress);

    /// <summary>Loads the state if there is one, else begins with the progress given.</summary>
    internal TrainerProgress LoadState(AdamW optimizer, TrainerProgress fresh)
    {
        AtomicFolder.Recover(Best);
        return File.Exists(State) ? TrainerStateFile.Load(State, optimizer, fresh) : fresh;
    }
}
