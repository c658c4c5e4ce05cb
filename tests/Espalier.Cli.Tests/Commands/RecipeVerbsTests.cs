using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class RecipeVerbsTests : IDisposable
{
    internal static readonly string Recipes = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Golden.PathOf("x", "y"))))!, "..", "recipes");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Validate_prints_the_whole_recipe_and_its_plan() =>
        Snapshot.Match("validate.txt", Cli.Print("validate", TinyRun.Recipe, "--set", "stage3={epochs: 2}", "--set",
        "compare=[{stage1: bce, stage2: omp, stage3: lmh}, {stage2: bce}]"));

    [Theory]
    [InlineData("stage2.sparsty=0.9", "'sparsty'", "the nearest is 'sparsity'")]
    [InlineData("sparsity=0.5", "'sparsity'", "the nearest is 'stage2.sparsity'")]
    [InlineData("stage1.sparsity=0.5", "'sparsity'", "the nearest is 'stage2.sparsity'")]
    [InlineData("stage1.objective=lmf", "stage1.objective", "the nearest is 'lmh'")]
    [InlineData("stage2.sparsity=1.5", "stage2.sparsity", "from 0 to 1")]
    [InlineData("stage1.learning-rate=NaN", "stage1.learning-rate", "'NaN'")]
    [InlineData("stage1.epochs=[1]", "stage1.epochs", "found a list")]
    [InlineData("nonsense", "--set", "no key=value")]
    public void A_wrong_key_or_value_is_named(string change, string place, string message)
    {
        Outcome outcome = Cli.Run("validate", TinyRun.Recipe, "--set", change);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(place, outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void All_recipes_that_come_along_are_valid()
    {
        string printed = Cli.Print("ls", Recipes);
        string[] files = Directory.GetFiles(Recipes, "*.yaml");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(Path.GetFileName(file), printed, StringComparison.Ordinal));
        Assert.DoesNotContain("not valid", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void All_sweeps_that_come_along_are_valid()
    {
        string[] files = Directory.GetFiles(Path.Combine(Recipes, "..", "reproduce"), "*.yaml", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Espalier.Sparsity.PrunableMatrix[] matrices = [new("l", "language", 2), new("v", "vision", 1), new("x", "cross", 2)];
        Assert.All(files, file => Assert.NotEmpty(Training.Pipeline.Sweeps.Sweep.Read(file, [], _ => matrices).Points));
    }

    [Fact]
    public void List_shows_what_recipes_say_and_which_are_wrong()
    {
        folder.Write("one.yaml", System.Text.Encoding.UTF8.GetBytes(TinyRun.Yaml));
        folder.Write("wrong.yaml", "name: 1\ndata: {sorce: orchard}\n"u8);
        folder.Write("notes.txt", "no recipe"u8);
        string[] lines = Cli.Print("ls", folder.Path).Split('\n');
        string[] expected = [folder.File("one.yaml"), "  A very small run.", "  lxmert tiny on orchard, changing-prior; models: full bce, lpf+lmh"];
        Assert.Equal(expected, lines.Take(3).Select(line => line.TrimEnd()));
        Assert.Contains($"not valid: {folder.File("wrong.yaml")}: line 2, data: found the unknown key 'sorce'; expected one of a recipe's; the nearest is 'source'.", lines);
        Assert.DoesNotContain(lines, line => line.Contains("notes.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void Copy_keeps_every_byte()
    {
        Cli.Print("cp", TinyRun.Recipe, folder.File("mine.yaml"));
        Assert.Equal(TinyRun.Yaml, File.ReadAllText(folder.File("mine.yaml")));
    }

    [Fact]
    public void Copy_writes_changes_and_keeps_the_comment_at_the_top()
    {
        Cli.Print("cp", TinyRun.Recipe, folder.Path, "--set", "name=mine", "--set", "stage2.sparsity=0.9");
        string copy = File.ReadAllText(folder.File("tiny.yaml"));
        Assert.StartsWith("# A very small run.\n# Said of tiny.yaml, of which this is a copy with name=mine, stage2.sparsity=0.9.\nname: mine\n", copy, StringComparison.Ordinal);
        Assert.Contains("stage2: {sparsity: 0.9, epochs: 1", copy, StringComparison.Ordinal);
        Assert.Contains("name: mine\nseed: 49", Cli.Print("validate", folder.File("tiny.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_a_change_stays_in_its_comment()
    {
        Cli.Print("cp", TinyRun.Recipe, folder.File("mine.yaml"), "--set", "name=mine\n");
        Assert.StartsWith("# A very small run.\n# Said of tiny.yaml, of which this is a copy with name=mine .\nname: mine\n",
            File.ReadAllText(folder.File("mine.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_overwrites_nothing_and_copies_nothing_wrong()
    {
        string mine = folder.Write("mine.yaml", "mine"u8);
        Assert.Equal(2, Cli.Run("cp", TinyRun.Recipe, mine).Code);
        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal(2, Cli.Run("cp", TinyRun.Recipe, folder.File("new.yaml"), "--set", "stage1.epochs=0").Code);
        Assert.False(File.Exists(folder.File("new.yaml")));
    }
}
