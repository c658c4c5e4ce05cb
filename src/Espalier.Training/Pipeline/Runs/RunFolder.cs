using Espalier.Metrics;
using Espalier.Splits;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Training;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>
/// A run's folder: recipe, overrides, effective recipe, environment, log, metrics, stages, predictions, summary and report. It belongs
/// to one effective recipe; the same command goes on in it, and another recipe is refused rather than mixed in. One process at a time runs in it.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const string EffectiveFile = "effective.yaml", LockFile = "run.lock";
    private readonly FileStream? held;

    private RunFolder(string path, Recipe recipe, FileStream? held) => (Path, Recipe, this.held) = (path, recipe, held);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The effective recipe.</summary>
    public Recipe Recipe { get; }

    /// <summary>Whether every step of the run is done.</summary>
    public bool Finished => File.Exists(SummaryPath);

    /// <summary>summary.json, written last.</summary>
    public string SummaryPath => At("summary.json");

    /// <summary>
    /// Makes the folder, or opens it to go on, and keeps other processes from running in it until it is disposed of. effective.yaml, which says whose
    /// the folder is, comes first, and what is missing is written again: creation may be killed at any moment.
    /// </summary>
    /// <param name="path">The folder; its parents are made.</param>
    /// <param name="recipePath">The recipe file, copied as it is.</param>
    /// <param name="overrides">The overrides of the command line.</param>
    /// <param name="recipe">The effective recipe.</param>
    /// <exception cref="InputException">The folder holds another run or something else, or another process runs in it.</exception>
    public static RunFolder OpenOrCreate(string path, string recipePath, IReadOnlyList<string> overrides, Recipe recipe)
    {
        string effectivePath = System.IO.Path.Combine(path, EffectiveFile);
        if (!File.Exists(effectivePath) && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(IsForeign))
            throw new InputException(path, "folder", "files that are not a run's", "an empty or a new folder; choose another one with --out");
        Directory.CreateDirectory(path);
        var folder = new RunFolder(path, recipe, Hold(System.IO.Path.Combine(path, LockFile)));
        try
        {
            RequireSame(path, recipe);
            folder.Keep(EffectiveFile, () => RecipeFile.Write(recipe));
            folder.Keep("recipe.yaml", () => File.ReadAllText(recipePath));
            folder.Keep("overrides.txt", () => string.Concat(overrides.Select(o => o + "\n")));
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a folder, if a run has begun to train in it, belongs to a recipe.</summary>
    /// <param name="path">The folder; need not exist.</param>
    /// <param name="recipe">The effective recipe.</param>
    /// <exception cref="InputException">The run is one of another recipe.</exception>
    public static void RequireSame(string path, Recipe recipe)
    {
        string file = System.IO.Path.Combine(path, EffectiveFile);
        if (!File.Exists(file) || !HasBegun(path)) return;
        string before = File.ReadAllText(file), now = RecipeFile.Write(recipe);
        if (before != now)
            throw new InputException(file, FirstDifference(before, now), "a run of another recipe",
                "the same recipe and overrides; choose another folder with --out, or another name with --set name=...");
    }

    /// <summary>Whether a folder is a run's.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, EffectiveFile));

    /// <summary>Opens a run that exists, for `report`, `evaluate` and `predict`.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It is not a run folder.</exception>
    public static RunFolder Open(string path)
    {
        string effective = System.IO.Path.Combine(path, EffectiveFile);
        if (!File.Exists(effective)) throw new InputException(path, EffectiveFile, "nothing", "a run folder, as `espalier run` writes it");
        return new RunFolder(path, RecipeFile.Read(effective, []), null);
    }

    /// <summary>A model of the run by its id.</summary>
    /// <param name="id">"lpf+lmh" or "full bce"; null takes the one of the best validation score, and before the run's end the last sparse model.</param>
    /// <exception cref="InputException">The run has no such model.</exception>
    public StageNode FindModel(string? id)
    {
        RunPlan plan = RunPlan.Of(Recipe);
        if (id is not null || !Finished) return plan.FindModel(id);
        (string? best, double? score) = RunSummary.Load(SummaryPath).Models
            .Select(model => (model.Id, Recipe.Protocol.SelectOn == PartNames.ValidationId ? model.Validation?.Id : model.Validation?.Ood)).MaxBy(model => model.Item2);
        return plan.FindModel(score is null ? null : best);
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

    /// <summary>Lets other processes run in the folder.</summary>
    public void Dispose() => held?.Dispose();

    // The file stays, as a process that removed it might remove the next one's.
    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new InputException(path, "lock", "another process at work in this run", "one at a time; wait for its end, or choose another folder with --out", error);
        }
    }

    // What a process leaves that was killed before it had written effective.yaml.
    private static bool IsForeign(string entry) => System.IO.Path.GetFileName(entry) is var name
        && name != LockFile && !(name.StartsWith(EffectiveFile, StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal));

    // Before anything is trained, the folder may still become another recipe's: a run that failed on its data does not hold its name.
    private static bool HasBegun(string path) => ModelInterface.Exists(System.IO.Path.Combine(path, ModelInterface.FolderName))
        || new[] { "summary.json", "stage1", "stage2", "stage3" }.Any(name => System.IO.Path.Exists(System.IO.Path.Combine(path, name)));

    private void Keep(string name, Func<string> text)
    {
        if (!HasBegun(Path) || !File.Exists(At(name))) AtomicFile.WriteAllText(At(name), text());
    }

    private static string FirstDifference(string before, string now)
    {
        string[] old = before.Split('\n'), changed = now.Split('\n');
        int line = Enumerable.Range(0, Math.Max(old.Length, changed.Length)).First(i => old.ElementAtOrDefault(i) != changed.ElementAtOrDefault(i));
        return $"line {line + 1}, '{old.ElementAtOrDefault(line)?.Trim()}' there and '{changed.ElementAtOrDefault(line)?.Trim()}' now";
    }
}
