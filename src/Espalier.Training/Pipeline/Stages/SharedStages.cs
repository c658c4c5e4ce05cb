using System.Globalization;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Preparation;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using static TorchSharp.torch;

namespace Espalier.Training.Pipeline.Stages;

/// <summary>
/// Finished stages by the hash of all that decides them, so that runs which begin alike train their common stages once: in a sweep, one stage 1 serves
/// every stage 2 after it.
/// </summary>
/// <param name="cache">Where they are kept.</param>
/// <param name="recipe">The run's recipe.</param>
/// <param name="inputs">What all stages of the run depend on besides: the data, the pre-trained weights and the precision.</param>
internal sealed class SharedStages(ContentCache cache, Recipe recipe, RunInputs inputs)
{
    private const string Kind = "stages";

    // Part of every key: raise it when a stage gives other weights for the same options.
    private const int Version = 1;

    /// <summary>Puts a stage that another run has finished into this run's folder.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="folder">Its folder in the run.</param>
    /// <returns>Whether there was one.</returns>
    public bool Take(StageNode node, string folder)
    {
        if (Directory.Exists(folder) || cache.Find(Kind, KeyOf(node)) is not { } stored) return false;
        AtomicFolder.Write(folder, aside => Copy(stored, aside));
        return true;
    }

    /// <summary>Keeps a finished stage for other runs.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="folder">Its folder in the run.</param>
    public void Keep(StageNode node, string folder) => cache.GetOrMake(Kind, KeyOf(node), aside => Copy(folder, aside));

    /// <summary>Everything that decides a stage's weights, as text.</summary>
    internal string KeyOf(StageNode node)
    {
        string before = node.Parent is { } parent ? KeyOf(parent) : string.Create(CultureInfo.InvariantCulture,
            $"stages {Version} of {inputs.Data} {inputs.Pretrained} {inputs.Precision}; seed {recipe.Seed}, {recipe.Protocol.SelectOn}, threads {get_num_threads()}\n" +
            $"{RecordYaml.Write(recipe.Model)}{RecordYaml.Write(recipe.Objectives)}{RecordYaml.Write(recipe.Data)}");
        object options = node.Stage switch
        {
            1 => recipe.Stage1! with { Objective = node.What },
            2 => node.OneShot
                ? recipe.Stage2! with { Method = node.What, Objective = "", Distillation = 0 }
                : recipe.Stage2! with { Method = "mask-training", Objective = node.What },
            _ => recipe.Stage3! with { Objective = node.What },
        };
        return $"{before}stage {node.Stage}\n{RecordYaml.Write(options)}";
    }

    // Masks, weights, course and state; what the training makes for itself alone (metrics of TensorBoard) is in the run.
    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
