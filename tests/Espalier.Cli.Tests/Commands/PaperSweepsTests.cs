using Espalier.Paper;
using Espalier.Sparsity;
using Espalier.Training.Pipeline.Sweeps;

namespace Espalier.Cli.Tests.Commands;

public sealed class PaperSweepsTests
{
    private static readonly PrunableMatrix[] Matrices = [new("l", "language", 2), new("v", "vision", 1), new("x", "cross", 2)];

    [Theory]
    [InlineData("orchard", "")]
    [InlineData("paper", "paper-")]
    public void Every_sweep_that_comes_along_is_called_as_the_report_expects(string folder, string prefix)
    {
        Assert.All(Files(folder), file =>
        {
            string name = Read(file).Name;
            Assert.Equal(prefix + Path.GetFileNameWithoutExtension(file), name);
            Assert.Equal(Path.GetFileNameWithoutExtension(file), PaperSweeps.Of($"{name}.csv"));
        });
    }

    private static string[] Files(string folder) => Directory.GetFiles(Path.Combine(RecipeVerbsTests.Recipes, "..", "reproduce", folder), "*.yaml");

    private static Sweep Read(string file) => Sweep.Read(file, [], _ => Matrices);
}
