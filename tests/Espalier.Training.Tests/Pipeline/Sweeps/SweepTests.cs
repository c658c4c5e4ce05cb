using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Training.Tests.Pipeline.Sweeps;

public sealed class SweepTests : IDisposable
{
    // A budget of 100 weights, half of them language, a fifth vision.
    private static readonly PrunableMatrix[] Matrices = [new("l", "language", 50), new("v", "vision", 20), new("x", "cross", 30), new("p", "pooler", 9)];
    private readonly TemporaryFolder folder = new();

    public SweepTests() => File.WriteAllText(folder.File("recipe.yaml"), "name: a\ndata: { source: orchard }\nstage2: {}\n");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_grid_gives_a_run_for_every_combination_the_last_axis_turning_fastest()
    {
        Sweep sweep = Read("""
            set: { stage1.epochs: 2 }
            grids:
              - pair:
                  lpf+lmh: { stage1.objective: lpf, stage2.objective: lmh }
                  full bce: { stage1.objective: bce, stage2: null }
                seed: [49, 50]
              - stage2.allocation: [{ language: 0.5, vision: 0.2 }]
            """);

        Assert.Equal(["pair", "seed", "stage2.allocation"], sweep.Axes);
        Assert.Equal(["lpf+lmh_seed-49", "lpf+lmh_seed-50", "full-bce_seed-49", "full-bce_seed-50", "allocation---language--0.5--vision--0.2"],
            sweep.Points.Select(point => point.Name));
        Assert.Equal(["stage1.epochs=2"], sweep.Common);
        Assert.Equal(["stage1.objective=bce", "stage2=null", "seed=50"], sweep.Points[3].Overrides);
        Assert.Equal(["stage2.allocation={ language: 0.5, vision: 0.2 }"], sweep.Points[4].Overrides);
        Assert.Equal("full bce", sweep.Points[3].Values["pair"]);
    }

    [Fact]
    public void A_plane_holds_each_choice_of_two_modalities_whose_third_the_budget_allows()
    {
        Sweep sweep = Read("""
            grids:
              - stage2.sparsity: [0.5]
                stage2.allocation: { language: [0.5, 0.9], vision: [0, 0.5, 1], cross: [0.5] }
                seed: [49, 50]
            """);

        // 50 l + 20 v + 30 x = 50. Of language and vision: (0.5, 0, 0.8333), (0.5, 0.5, 0.5), (0.5, 1, 0.1667), (0.9, 0, 0.1667); (0.9, 0.5) and (0.9, 1)
        // would need a negative cross. Of language and cross: (0.5, 0.5, 0.5) again; (0.9, -0.5, 0.5) is out. Of vision and cross: (0.7, 0, 0.5), (0.3, 1, 0.5).
        string[] expected = ["0.5/0/0.8333", "0.5/0.5/0.5", "0.5/1/0.1667", "0.9/0/0.1667", "0.7/0/0.5", "0.3/1/0.5"];
        Assert.Equal([.. expected, .. expected], sweep.Points.Select(point => point.Values["stage2.allocation"]));
        Assert.Equal(["49", "50"], sweep.Points.Select(point => point.Values["seed"]).Distinct());
        Assert.Equal("sparsity-0.5_seed-49_0.9-0-0.1667", sweep.Points[3].Name);
        Assert.Equal("stage2.allocation={ language: 0.9, vision: 0, cross: 0.1667 }", sweep.Points[3].Overrides[^1]);
        Assert.Equal(new AllocationOptions { Language = 0.9, Vision = 0, Cross = 0.1667 }, sweep.Points[3].Recipe.Stage2!.Allocation);
        Assert.Equal(["stage2.sparsity", "stage2.allocation", "seed"], sweep.Axes);
    }

    [Fact]
    public void A_third_that_rounding_puts_below_zero_is_zero()
    {
        // 50 x 0.8 + 20 x 0.5 = 50: in double precision -1.1e-16 is left for cross.
        Sweep sweep = Read("grids: [{ stage2.sparsity: [0.5], stage2.allocation: { language: [0.8], vision: [0.5] } }]");
        Assert.Equal(("sparsity-0.5_0.8-0.5-0", "0.8/0.5/0"), (sweep.Points[0].Name, sweep.Points[0].Values["stage2.allocation"]));
    }

    [Fact]
    public void A_plane_is_refused_for_a_model_that_lacks_a_modality()
    {
        string path = folder.File("sweep.yaml");
        File.WriteAllText(path, "name: s\nrecipe: recipe.yaml\ngrids: [{ stage2.allocation: { language: [0.5], cross: [0.5] } }]\n");
        InputException error = Assert.Throws<InputException>(() => Sweep.Read(path, [], _ => [.. Matrices.Where(matrix => matrix.Group != "vision")]));
        Assert.Equal(("stage2.allocation", "a plane for a model that has nothing to prune of vision"), (error.Place, error.Found));
    }

    [Fact]
    public void A_part_has_the_runs_with_the_given_values_alone()
    {
        Sweep sweep = Read("grids: [{ stage2.sparsity: [0.5, 0.7, 0.9], seed: [49, 50] }, { stage2.method: [omp] }]");
        Assert.Equal(["sparsity-0.5_seed-50", "sparsity-0.9_seed-50"], sweep.Only(["stage2.sparsity=0.5", "seed=50", "stage2.sparsity=0.9"]).Points.Select(point => point.Name));
        Assert.Equal(7, sweep.Only([]).Points.Count);
        Assert.Contains("one of 49, 50", Assert.Throws<InputException>(() => sweep.Only(["seed=51"])).Message, StringComparison.Ordinal);
        Assert.Contains("no axis", Assert.Throws<InputException>(() => sweep.Only(["sed=49"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grids: [{ stage2.allocation: { language: [0.5] } }]", "lists for fewer than two modalities")]
    [InlineData("grids: [{ stage2.allocation: { language: [0.5], visoin: [0.5] } }]", "'visoin'")]
    [InlineData("grids: [{ stage2.allocation: { language: [0.5], vision: [1.5] } }]", "1.5")]
    [InlineData("grids: [{ seed: [1, 1] }]", "the run seed-1 twice")]
    [InlineData("grids: [{ seed: [] }]", "no value")]
    [InlineData("grids: [{ seed: 3 }]", "a single value")]
    [InlineData("grids: []", "no list")]
    [InlineData("grid: [{ seed: [1] }]", "the key 'grid'")]
    [InlineData("grids: [{ pair: { x: 3 } }]", "no mapping")]
    [InlineData("grids: [{ stage2.sparsty: [0.5] }]", "the unknown key 'sparsty'")]
    [InlineData("grids: [{ stage2.sparsity: [0.5, 1.5] }]", "1.5")]
    [InlineData("set: { a: &a [*a] }\ngrids: [{ seed: [1] }]", "the alias *a")]
    [InlineData("set: { a: *b, b: &b 3 }\ngrids: [{ seed: [1] }]", "the alias *b")]
    public void What_cannot_be_run_is_refused_before_anything_starts(string grids, string found) =>
        Assert.Contains(found, Assert.Throws<InputException>(() => Read(grids)).Found, StringComparison.Ordinal);

    [Fact]
    public void A_short_file_that_stands_for_billions_of_runs_or_values_is_refused_at_once()
    {
        string ten = "[" + string.Join(", ", Enumerable.Range(0, 10)) + "]", doubled = string.Concat(Enumerable.Range(1, 40).Select(i => $", &a{i} [*a{i - 1}, *a{i - 1}]"));
        string axes = string.Concat(Enumerable.Range(0, 12).Select(i => $"stage{i}.epochs: {ten}, ")), shares = "[" + string.Concat(Enumerable.Repeat("0.5, ", 200)) + "0.5]";
        Assert.Contains("1,000,000,000,000 runs", Assert.Throws<InputException>(() => Read($"grids: [{{ {axes} }}]")).Found, StringComparison.Ordinal);
        Assert.Contains("with what aliases repeat", Assert.Throws<InputException>(() => Read($"set: {{ a: [&a0 x{doubled}] }}\ngrids: [{{ seed: [1] }}]")).Found, StringComparison.Ordinal);
        Assert.Contains("201 sparsities", Assert.Throws<InputException>(() => Read($"grids: [{{ stage2.allocation: {{ language: {shares}, vision: {shares} }} }}]")).Found, StringComparison.Ordinal);
    }

    private Sweep Read(string rest)
    {
        string path = folder.File("sweep.yaml");
        File.WriteAllText(path, "name: s\nrecipe: recipe.yaml\n" + rest + "\n");
        return Sweep.Read(path, [], _ => Matrices);
    }
}
