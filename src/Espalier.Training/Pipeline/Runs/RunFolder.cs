using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>
/// A run's folder: recipe, overrides, effective recipe, environment, log, metrics, stages, predictions, summary and report. It belongs
/// to one effective recipe; the same command goes on in it, and another recipe is refused rather than mixed in.
/// </summary>
public sealed class RunFolder
{
    private RunFolder(string path, Recipe recipe) => (Path, Recipe) = (path, recipe);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The effective recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Whether every step of the run is done.</summary>
    public bool Finished => File.Exists(SummaryPath);

    /// <summary>summary.json, written last.</summary>
    public string SummaryPath => At("summary.json");

    /// <summary>Makes the folder, or opens it to go on.</summary>
    /// <param name="path">The folder; its parents are made.</param>
    /// <param name="recipePath">The recipe file, copied as it is.</param>
    /// <param name="overrides">The overrides of the command line.</param>
    /// <param name="recipe">The effective recipe.</param>
    /// <exception cref="InputException">The folder holds another run or something else.</exception>
    public static RunFolder OpenOrCreate(string path, string recipePath, IReadOnlyList<string> overrides, Recipe recipe)
    {
        var folder = new RunFolder(path, recipe);
        string effective = RecipeFile.Write(recipe), effectivePath = folder.At("effective.yaml");
        if (File.Exists(effectivePath))
        {
            string before = File.ReadAllText(effectivePath);
            return before == effective ? folder
                : throw new InputException(effectivePath, FirstDifference(before, effective), "a run of another recipe", "the same recipe and overrides; choose another folder with --out, or another name with --set name=...");
        }
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InputException(path, "folder", "files that are not a run's", "an empty or a new folder; choose another one with --out");
        Directory.CreateDirectory(path);
        AtomicFile.WriteAllText(folder.At("recipe.yaml"), File.ReadAllText(recipePath));
        AtomicFile.WriteAllText(folder.At("overrides.txt"), string.Concat(overrides.Select(o => o + "\n")));
        AtomicFile.WriteAllText(effectivePath, effective);
        return folder;
    }

    /// <summary>Opens a run that exists, for `report`, `evaluate` and `predict`.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It is not a run folder.</exception>
    public static RunFolder Open(string path)
    {
        string effective = System.IO.Path.Combine(path, "effective.yaml");
        if (!File.Exists(effective)) throw new InputException(path, "effective.yaml", "nothing", "a run folder, as `espalier run` writes it");
        return new RunFolder(path, RecipeFile.Read(effective, []));
    }

    /// <summary>The files of a stage whose model is to be used.</summary>
    /// <param name="node">A stage of the run's plan.</param>
    /// <exception cref="InputException">It has not finished, or its state is damaged.</exception>
    public TrainingFolder FinishedStage(StageNode node)
    {
        TrainingFolder stage = new(At(node.Folder));
        bool done = Finished || (node.OneShot ? File.Exists(stage.BestMask) : stage.Finished);
        return done ? stage : throw new InputException(At(node.Folder), "stage", "one that has not finished", "a finished one; the same `espalier run` command goes on with it");
    }

    /// <summary>A path inside the folder.</summary>
    /// <param name="relative">With forward slashes.</param>
    public string At(string relative) => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    private static string FirstDifference(string before, string now)
    {
        string[] old = before.Split('\n'), changed = now.Split('\n');
        int line = Enumerable.Range(0, Math.Max(old.Length, changed.Length)).First(i => old.ElementAtOrDefault(i) != changed.ElementAtOrDefault(i));
        return $"line {line + 1}, '{old.ElementAtOrDefault(line)?.Trim()}' there and '{changed.ElementAtOrDefault(line)?.Trim()}' now";
    }
}
