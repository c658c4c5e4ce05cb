using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class PaperReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_command_rebuilds_everything_beside_the_results()
    {
        InventedPaper.Save(folder.File("results"), [49, 50, 51]);
        File.WriteAllText(folder.File("results/other.csv"), "");
        string printed = Cli.Print("report", "--paper", folder.File("results") + Path.DirectorySeparatorChar);

        Assert.Contains("\nC29 not run              bce+bce at 90 %", printed, StringComparison.Ordinal);
        Assert.StartsWith("C1  holds                Compression alone", printed, StringComparison.Ordinal);
        Assert.Contains("\n                         Against longer training: holds.\nC2 ", printed, StringComparison.Ordinal);
        Assert.Contains("Of 30 claims 29 hold", printed, StringComparison.Ordinal);
        Assert.Contains("Not read, as its name is of no sweep of the paper:", printed, StringComparison.Ordinal);
        Assert.All(new[] { "claims.json", "results.md", "pictures/masks-ood.png" }, file => Assert.True(File.Exists(folder.File(file)), file));
    }

    [Fact]
    public void Another_folder_can_be_named()
    {
        InventedPaper.Save(folder.File("results"), [49]);
        Cli.Print("report", "--paper", folder.File("results"), "--out", folder.File("new/place"));
        Assert.True(File.Exists(folder.File("new/place/results.md")));
        Assert.False(File.Exists(folder.File("results.md")));
    }

    [Fact]
    public void Results_that_cannot_be_read_are_told_with_exit_code_2()
    {
        Directory.CreateDirectory(folder.File("results"));
        File.WriteAllText(folder.File("results/mplug.csv"), "a,b\n");
        Outcome outcome = Cli.Run("report", "--paper", folder.File("results"), "--out", folder.File("out"));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("mplug.csv", outcome.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
    }
}
