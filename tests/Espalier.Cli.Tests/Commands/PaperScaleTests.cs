using Espalier.Paper;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Cli.Tests.Commands;

/// <summary>What comes along at the paper's scale: is checked without the data, and has every row of the paper's tables.</summary>
public sealed class PaperScaleTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RecipeVerbsTests.Recipes, ".."));

    public static TheoryData<string> Recipes { get; } = new(Directory.GetFiles(Path.Combine(Root, "recipes", "paper"), "*.yaml").Select(file => Path.GetFileName(file)).Order());

    private static readonly Dictionary<string, Sweep> Sweeps = [];

    public static TheoryData<string, string, double> Rows { get; } = new(
        from table in new[] { PublishedTable.Table1, PublishedTable.Table2 }
        from row in table.Rows
        select (row.AsPublished.Sweep, row.AsPublished.Pair, row.AsPublished.Sparsity));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_recipe_is_valid_where_its_data_are_not(string file)
    {
        string path = Path.Combine(Root, "recipes", "paper", file);
        Recipe recipe = RecipeFile.Read(path, []);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), recipe.Name);
        Assert.False(Path.Exists(recipe.Data.Path));
        Assert.Contains($"data.path: there is no {recipe.Data.Path} yet", Cli.Print("validate", path), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_row_of_the_tables_is_four_seeds_of_one_model(string sweep, string pair, double sparsity)
    {
        // As the command line does: --only pair=... --only stage2.sparsity=...
        string[] only = [$"pair={pair}", .. sparsity > 0 ? [FormattableString.Invariant($"stage2.sparsity={sparsity}")] : Array.Empty<string>()];
        IReadOnlyList<SweepPoint> points = Read(sweep).Only(only).Points;
        Assert.Equal(["49", "50", "51", "52"], points.Select(point => point.Values["seed"]));
        Assert.All(points, point =>
        {
            Assert.Equal(pair, Assert.Single(RunPlan.Of(point.Recipe).Models).Id);
            if (sparsity == 0) return;
            Assert.Equal(sparsity, point.Recipe.Stage2!.Sparsity);
            // LXMERT's rows have a sparsity for each modality, mPLUG's one for all.
            Assert.Equal(sweep != PaperSweeps.Mplug, point.Recipe.Stage2.Allocation is not null);
        });
    }

    private static Sweep Read(string name)
    {
        if (!Sweeps.TryGetValue(name, out Sweep? sweep)) Sweeps[name] = sweep = Sweep.Read(Path.Combine(Root, "reproduce", "paper", $"{name}.yaml"), [], _ => []);
        return sweep;
    }
}
