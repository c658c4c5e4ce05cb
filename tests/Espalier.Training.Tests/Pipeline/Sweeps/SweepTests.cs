using Espalier.Testing;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Training.Tests.Pipeline.Sweeps;

public sealed class SweepTests : IDisposable
{
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

    [Theory]
    [InlineData("grids: [{ seed: [1, 1] }]", "the run seed-1 twice")]
    [InlineData("grids: [{ seed: [] }]", "no value")]
    [InlineData("grids: [{ seed: 3 }]", "a single value")]
    [InlineData("grids: []", "no list")]
    [InlineData("grid: [{ seed: [1] }]", "the key 'grid'")]
    [InlineData("grids: [{ pair: { x: 3 } }]", "no mapping")]
    [InlineData("grids: [{ stage2.sparsty: [0.5] }]", "the unknown key 'sparsty'")]
    [InlineData("grids: [{ stage2.sparsity: [0.5, 1.5] }]", "1.5")]
    public void What_cannot_be_run_is_refused_before_anything_starts(string grids, string found) =>
        Assert.Contains(found, Assert.Throws<InputException>(() => Read(grids)).Found, StringComparison.Ordinal);

    private Sweep Read(string rest)
    {
        string path = folder.File("sweep.yaml");
        File.WriteAllText(path, "name: s\nrecipe: recipe.yaml\n" + rest + "\n");
        return Sweep.Read(path, []);
    }
}
