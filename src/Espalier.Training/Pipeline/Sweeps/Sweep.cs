using Espalier.Paper;
using Espalier.Sparsity;
using Espalier.Text;
using Espalier.Training.Pipeline.Recipes;
using YamlDotNet.RepresentationModel;

namespace Espalier.Training.Pipeline.Sweeps;

/// <summary>
/// A recipe and the grids of settings that it is to be run with. A YAML file has <c>name</c>, <c>recipe</c> (a path, seen from the file), <c>set</c>
/// (keys that all runs change) and <c>grids</c>; each grid is a mapping of axes, and gives a run for every combination of their values. One axis
/// may be a plane of allocations (<see cref="BudgetPlane"/>), which turns fastest.
/// </summary>
public sealed class Sweep
{
    // More than anyone waits for; a few short axes multiply to billions.
    private const int MostRuns = 2_000;

    private static readonly string[] Keys = ["name", "recipe", "set", "grids"];

    private Sweep(string name, string recipePath, IReadOnlyList<string> common, IReadOnlyList<string> axes, IReadOnlyList<SweepPoint> points) =>
        (Name, RecipePath, Common, Axes, Points) = (name, recipePath, common, axes, points);

    /// <summary>The sweep's name, and its folder's.</summary>
    public string Name { get; }

    /// <summary>The recipe of all runs.</summary>
    public string RecipePath { get; }

    /// <summary>What all runs change of it.</summary>
    public IReadOnlyList<string> Common { get; }

    /// <summary>The names of all axes, in the order of the file.</summary>
    public IReadOnlyList<string> Axes { get; }

    /// <summary>The runs, in the order of the file.</summary>
    public IReadOnlyList<SweepPoint> Points { get; }

    /// <summary>Reads a sweep and checks the recipe of each of its runs.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">Further keys that all runs change, after those of the file.</param>
    /// <param name="matrices">The prunable matrices of a recipe's model; asked only where an axis is a plane of allocations.</param>
    /// <exception cref="InputException">The file is not a sweep, a recipe is not valid, or two runs are the same.</exception>
    public static Sweep Read(string path, IReadOnlyList<string> overrides, Func<Recipe, IReadOnlyList<PrunableMatrix>> matrices)
    {
        if (!File.Exists(path)) throw new InputException(path, "file", "nothing", "a sweep");
        if (RecipeFile.Tree(RecipeFile.Text(path), path, []) is not YamlMappingNode root) throw new InputException(path, "top level", "no mapping", "a sweep: name, recipe, grids");
        if (root.Children.ContainsKey("data") && !root.Children.ContainsKey("grids"))
            throw new InputException(path, "data", "a recipe", "a sweep: name, recipe, grids; `espalier run` takes recipes");
        foreach (YamlNode key in root.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } known } || !Keys.Contains(known))
                throw new InputException(path, $"line {key.Start.Line}", $"the key '{key}'",
                    $"one of {string.Join(", ", Keys)}; the nearest is '{Nearest.To(key.ToString(), Keys)}'");
        }
        string name = Scalar(path, root, "name"), recipe = Path.Combine(Path.GetDirectoryName(path) ?? "", Scalar(path, root, "recipe"));
        IReadOnlyList<string> common = [.. root.Children.TryGetValue("set", out YamlNode? set) ? SweepAxis.Settings(path, "set", set) : [], .. overrides];
        if (!root.Children.TryGetValue("grids", out YamlNode? grids) || grids is not YamlSequenceNode { Children.Count: > 0 } list)
            throw new InputException(path, "grids", "no list", "a list of grids, each a mapping of axes");
        List<SweepPoint> points = [];
        List<string> axes = [];
        foreach (YamlNode grid in list.Children)
        {
            if (grid is not YamlMappingNode mapping) throw new InputException(path, $"line {grid.Start.Line}, grids", "no mapping", "a mapping of axes");
            SweepAxis[] all = [.. mapping.Children.Where(axis => !BudgetPlane.IsOne(axis.Key, axis.Value)).Select(axis => SweepAxis.Read(path, axis.Key.ToString(), axis.Value))];
            if (all.Aggregate(1.0, (product, axis) => product * axis.Choices.Count) is > MostRuns and var many) throw TooMany(many);
            IEnumerable<SweepPoint> runs = Combine(all, Read);
            BudgetPlane? plane = mapping.Children.Where(axis => BudgetPlane.IsOne(axis.Key, axis.Value))
                .Select(axis => BudgetPlane.Read(path, (YamlMappingNode)axis.Value)).SingleOrDefault();
            points.AddRange((plane is null ? runs : runs.SelectMany(run => Spread(path, run, plane, matrices, Read))).Take(MostRuns + 1));
            if (points.Count > MostRuns) throw TooMany(points.Count);
            axes.AddRange(mapping.Children.Select(axis => axis.Key.ToString()).Except(axes));
        }
        RequireDistinct(path, points);
        return new Sweep(name, recipe, common, axes, points);

        Recipe Read(IReadOnlyList<string> changes)
        {
            try
            {
                return RecipeFile.Read(recipe, [.. common, .. changes]);
            }
            catch (InputException error) when (RecipeOrigin.CitedBy(error) is { } change && !overrides.Contains(change))
            {
                // The user wrote it in the sweep, and not as an option.
                string line = SweepAxis.LineOf(root, change) is { } known ? $"line {known}, " : "";
                throw new InputException(path, line + change, error.Found, error.Expected, error);
            }
        }

        InputException TooMany(double runs) => new(path, "grids", $"{runs:N0} runs or more", $"at most {MostRuns:N0}");
    }

    /// <summary>A part of the sweep: the runs that have given values on given axes. Machines that share a folder can each take a part.</summary>
    /// <param name="values">Each "axis=value"; several values of one axis add up, several axes narrow down.</param>
    /// <exception cref="InputException">There is no such axis or value.</exception>
    public Sweep Only(IReadOnlyList<string> values)
    {
        ILookup<string, string> wanted = values.ToLookup(value => value.Split('=', 2)[0], value => value.Contains('=', StringComparison.Ordinal) ? value.Split('=', 2)[1] : "");
        foreach (IGrouping<string, string> axis in wanted)
        {
            if (!Axes.Contains(axis.Key)) throw new InputException("--only", axis.Key, "no axis of the sweep", $"one of {string.Join(", ", Axes)}");
            string[] known = [.. Points.Select(point => point.Values.GetValueOrDefault(axis.Key)).OfType<string>().Distinct()];
            foreach (string value in axis)
                if (!known.Contains(value)) throw new InputException("--only", axis.Key, $"'{value}'", $"one of {string.Join(", ", known)}");
        }
        return new Sweep(Name, RecipePath, Common, Axes, [.. Points.Where(point => wanted.All(axis => point.Values.TryGetValue(axis.Key, out string? own) && axis.Contains(own)))]);
    }

    private static IEnumerable<SweepPoint> Combine(SweepAxis[] axes, Func<IReadOnlyList<string>, Recipe> read)
    {
        int[] at = new int[axes.Length];
        while (true)
        {
            string[] changes = [.. axes.SelectMany((axis, i) => axis.Choices[at[i]].Overrides)];
            yield return new SweepPoint(
                string.Join('_', axes.Select((axis, i) => axis.Label(at[i]))),
                axes.Select((axis, i) => KeyValuePair.Create(axis.Name, axis.Choices[at[i]].Value)).ToDictionary(),
                changes,
                read(changes));
            // Counts like an odometer: the last axis turns fastest.
            int turning = axes.Length - 1;
            while (turning >= 0 && ++at[turning] == axes[turning].Choices.Count) at[turning--] = 0;
            if (turning < 0) yield break;
        }
    }

    // The plane of a run's budget; it depends on the sparsity and the shape that the other axes set.
    private static IEnumerable<SweepPoint> Spread(
        string path, SweepPoint run, BudgetPlane plane, Func<Recipe, IReadOnlyList<PrunableMatrix>> matrices, Func<IReadOnlyList<string>, Recipe> read)
    {
        CompressOptions stage = run.Recipe.Stage2 ?? throw new InputException(path, BudgetPlane.Key, "a run without stage 2", "a stage that compresses");
        IReadOnlyList<PrunableMatrix> prunable = matrices(run.Recipe);
        string[] lacking = [.. BudgetPlane.Groups.Except(prunable.Select(matrix => matrix.Group))];
        if (lacking.Length > 0)
            throw new InputException(path, BudgetPlane.Key, $"a plane for a model that has nothing to prune of {string.Join(" and ", lacking)}",
                "a list of allocations: [{ language: 0.4 }, { language: 0.6 }]");
        foreach (ModalityShares point in plane.Points(prunable, stage.Sparsity))
        {
            string[] changes = [.. run.Overrides, BudgetPlane.Override(point)];
            yield return new SweepPoint(
                $"{run.Name}_{point.Name.Replace('/', '-')}",
                run.Values.Append(KeyValuePair.Create(BudgetPlane.Key, point.Name)).ToDictionary(),
                changes,
                read(changes));
        }
    }

    private static void RequireDistinct(string path, List<SweepPoint> points)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (SweepPoint point in points)
        {
            if (!names.Add(point.Name)) throw new InputException(path, "grids", $"the run {point.Name} twice", "each run once");
        }
    }

    private static string Scalar(string path, YamlMappingNode root, string key) =>
        root.Children.TryGetValue(key, out YamlNode? node) && node is YamlScalarNode { Value: { Length: > 0 } text }
            ? text : throw new InputException(path, key, "nothing", "a text");
}
