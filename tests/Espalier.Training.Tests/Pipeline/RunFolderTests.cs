using System.Text;
using Espalier.Testing;
using Espalier.Training.Pipeline.Plans;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;

namespace Espalier.Training.Tests.Pipeline;

public sealed class RunFolderTests : IDisposable
{
    private const string Yaml = "name: a\ndata: { source: orchard }\n";
    private static readonly string[] Overrides = ["seed=7"];
    private readonly TemporaryFolder folder = new();
    private readonly string recipe;

    public RunFolderTests() => recipe = folder.Write("recipe-of-mine.yaml", Encoding.UTF8.GetBytes(Yaml));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Creation_goes_on_from_whatever_file_it_was_killed_after()
    {
        Open("whole").Dispose();
        string[] names = ["effective.yaml", "overrides.txt", "recipe.yaml"];
        for (int kept = 0; kept <= names.Length; kept++)
        {
            string run = folder.File($"killed after {kept}");
            Directory.CreateDirectory(run);
            File.WriteAllText(Path.Combine(run, "effective.yaml.0123.tmp"), "name");
            foreach (string name in names[..kept]) File.Copy(folder.File($"whole/{name}"), Path.Combine(run, name));
            Open(run).Dispose();
            Assert.All(names, name => Assert.Equal(File.ReadAllText(folder.File($"whole/{name}")), File.ReadAllText(Path.Combine(run, name))));
        }
    }

    [Fact]
    public void A_second_process_is_refused_until_the_first_has_ended()
    {
        using (Open("run"))
        {
            InputException error = Assert.Throws<InputException>(() => Open("run"));
            Assert.Contains("run.lock", error.Message, StringComparison.Ordinal);
            Assert.Equal("a", RunFolder.Open(folder.File("run")).Recipe.Name);
        }
        Open("run").Dispose();
    }

    [Fact]
    public void A_one_shot_stage_has_finished_when_its_mask_is_there()
    {
        using RunFolder run = Open("run");
        StageNode pruned = new(2, "bce+omp", "omp", new StageNode(1, "bce", "bce", null));
        InputException error = Assert.Throws<InputException>(() => run.FinishedStage(pruned));
        Assert.Contains("has not finished", error.Message, StringComparison.Ordinal);
        string mask = run.At("stage2/bce+omp/best/mask.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(mask)!);
        File.WriteAllText(mask, "");
        Assert.Equal(mask, run.FinishedStage(pruned).BestMask);
        Assert.Throws<InputException>(() => run.FinishedStage(pruned.Parent!));
    }

    [Fact]
    public void A_run_that_has_trained_nothing_yet_may_become_another_and_one_that_has_may_not()
    {
        Open("run").Dispose();
        File.WriteAllText(recipe, Yaml.Replace("name: a", "name: b", StringComparison.Ordinal));
        Open("run").Dispose();
        Assert.Equal("b", RunFolder.Open(folder.File("run")).Recipe.Name);
        Assert.Equal(File.ReadAllText(recipe), File.ReadAllText(folder.File("run/recipe.yaml")));

        File.WriteAllText(recipe, Yaml);
        foreach (string begun in new[] { "model/config.json", "stage1/bce/last/state", "summary.json" })
        {
            string file = folder.File($"run/{begun}");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "{}");
            Assert.Contains("another recipe", Assert.Throws<InputException>(() => Open("run")).Message, StringComparison.Ordinal);
            if (begun.Contains('/', StringComparison.Ordinal)) Directory.Delete(folder.File($"run/{begun.Split('/')[0]}"), recursive: true);
            else File.Delete(file);
        }
    }

    [Fact]
    public void A_folder_of_the_users_is_refused_and_kept()
    {
        Directory.CreateDirectory(folder.File("mine"));
        File.WriteAllText(folder.File("mine/mine.txt"), "mine");
        Assert.Throws<InputException>(() => Open("mine"));
        Assert.Equal([folder.File("mine/mine.txt")], Directory.EnumerateFileSystemEntries(folder.File("mine")));
    }

    private RunFolder Open(string name) => RunFolder.OpenOrCreate(folder.File(name), recipe, Overrides, RecipeFile.Parse(File.ReadAllText(recipe), recipe, Overrides));
}
