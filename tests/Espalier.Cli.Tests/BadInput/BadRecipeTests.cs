using System.Text;
using Espalier.Testing;

namespace Espalier.Cli.Tests.BadInput;

/// <summary>Recipes through `validate`, and where they come in through `run` and `cp`.</summary>
public sealed class BadRecipeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "0 YAML documents")]
    [InlineData("name: a", "no 'data'")]
    [InlineData("name: a\ndata: { source: orchard", "line 3, column 1: found While parsing a flow mapping")]
    [InlineData("name: a\ndata: orchard", "line 2, data: found 'orchard'")]
    [InlineData("name: a\ndata: { source: orchard }\n---\nname: b", "2 YAML documents")]
    [InlineData("name: a\nname: b\ndata: { source: orchard }", "line 2")]
    [InlineData("name: ../a\ndata: { source: orchard }", "name: found ../a")]
    [InlineData("name: a\ndata: { source: orhcard }", "the nearest is 'orchard'")]
    [InlineData("name: a\ndata: { source: folder }", "data.path: found nothing")]
    [InlineData("name: a\ndata: { source: orchard }\nsed: 3", "line 3, top level: found the unknown key 'sed'")]
    [InlineData("name: a\ndata: { source: orchard }\nseed: -1", "line 3, seed: found '-1'")]
    [InlineData("name: a\ndata: { source: orchard }\nstage1: { learning-rate: .inf }", "stage1.learning-rate: found '.inf'")]
    [InlineData("name: a\ndata: { source: orchard }\nmodel: { hidden: 99999999999 }", "model.hidden: found '99999999999'")]
    [InlineData("name: a\ndata: { source: orchard }\nstage3: {}", "stage3: found a stage 3 without stage 2")]
    [InlineData("name: a\ndata: { source: orchard }\ncompare: [{ stage2: lmh }]", "compare[0].stage2")]
    [InlineData("name: a\ndata: { source: orchard }\ncompare: &a [*a]", "line 3: found the alias *a")]
    [InlineData("name: a\u00ff", "byte 7: found bytes that are not UTF-8")]
    public void Recipe(string yaml, string place) => Refusal.Assert("bad.yaml", place, "validate", folder.Write("bad.yaml", Encoding.Latin1.GetBytes(yaml)));

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void A_recipe_that_is_nested_without_end(string level)
    {
        string yaml = "name: a\ndata:\n  " + string.Concat(Enumerable.Repeat(level, 100_000));
        Refusal.Assert("deep.yaml", "more than 30 levels of nesting", "validate", folder.Write("deep.yaml", Encoding.UTF8.GetBytes(yaml)));
    }

    [Fact]
    public void A_recipe_of_two_megabytes() =>
        Refusal.Assert("long.yaml", "more than 1 MiB", "validate", folder.Write("long.yaml", Encoding.UTF8.GetBytes("#" + new string('x', 2 << 20))));

    [Fact]
    public void A_recipe_whose_aliases_multiply()
    {
        StringBuilder yaml = new("name: a\ndata: { source: orchard }\nprotocol:\n  test: &l0 [id, id, id, id, id, id, id, id]\n");
        for (int i = 1; i < 12; i++) yaml.Append(System.Globalization.CultureInfo.InvariantCulture,
            $"x{i}: &l{i} [*l{i - 1}, *l{i - 1}, *l{i - 1}, *l{i - 1}, *l{i - 1}, *l{i - 1}, *l{i - 1}, *l{i - 1}]\n");
        Refusal.Assert("bomb.yaml", "with what aliases repeat", "validate", folder.Write("bomb.yaml", Encoding.UTF8.GetBytes(yaml.ToString())));
    }

    [Fact]
    public void Sweeps_and_recipes_are_told_apart()
    {
        string sweep = folder.Write("sweep.yaml", "name: s\nrecipe: recipe.yaml\ngrids: [{ seed: [1] }]\n"u8);
        string recipe = folder.Write("recipe.yaml", "name: a\ndata: { source: orchard }\nseed: 3\n"u8);
        Refusal.Assert("sweep.yaml", "found a sweep; expected a recipe; `espalier sweep`", "run", sweep);
        Refusal.Assert("recipe.yaml", "found a recipe; expected a sweep", "sweep", recipe);
        Refusal.Assert("recipe.yaml", "folder: found a file", "ls", recipe);
    }

    [Theory]
    [InlineData("  - stage2.sparsty: [0.5]", "line 4, stage2.sparsty=0.5: found the unknown key 'sparsty'")]
    [InlineData("  - stage2.sparsity: [0.5, 1.5]", "line 4, stage2.sparsity=1.5: found")]
    [InlineData("  - pair:\n      a: { seed: 3 }\n      b: { seed: -3 }", "line 6, seed=-3: found")]
    public void A_setting_of_a_sweep_is_cited_with_its_line(string grid, string place)
    {
        folder.Write("recipe.yaml", "name: a\ndata: { source: orchard }\nstage2: {}\n"u8);
        Refusal.Assert("sweep.yaml", place, "sweep", folder.Write("sweep.yaml", Encoding.UTF8.GetBytes($"name: s\nrecipe: recipe.yaml\ngrids:\n{grid}\n")));
    }

    [Fact]
    public void A_recipe_that_is_not_there()
    {
        Refusal.Assert("none.yaml", "file: found nothing", "validate", folder.File("none.yaml"));
        Refusal.Assert("none.yaml", "file: found nothing", "run", folder.File("none.yaml"), "--out", folder.File("run"));
        Refusal.Assert("none.yaml", "file: found nothing", "cp", folder.File("none.yaml"), folder.File("copy.yaml"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
