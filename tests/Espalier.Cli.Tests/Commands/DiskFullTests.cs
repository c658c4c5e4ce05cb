namespace Espalier.Cli.Tests.Commands;

public sealed class DiskFullTests
{
    [Fact]
    public void A_data_set_that_does_not_fit_leaves_nothing_behind()
    {
        using SmallDisk disk = new(kilobytes: 400);
        Outcome outcome = Cli.Run("data", "make", "orchard", "--train", "2000", "--out", Path.Combine(disk.Path, "orchard"));
        Assert.Equal(3, outcome.Code);
        Assert.Contains("No space left on device", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public void Predictions_that_do_not_fit_leave_nothing_behind()
    {
        _ = TinyRun.Folder;
        using SmallDisk disk = new(kilobytes: 4);
        Outcome outcome = Cli.Run("evaluate", TinyRun.Folder, "--part", "train", "--predictions", Path.Combine(disk.Path, "predictions.json"));
        Assert.Equal(3, outcome.Code);
        Assert.Contains("No space left on device", outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(700)]
    [InlineData(1500)]
    public void A_run_goes_on_when_there_is_space_again(int kilobytes)
    {
        string expected = File.ReadAllText(Path.Combine(TinyRun.Folder, "predictions", "lpf+lmh.test-ood.json"));
        using SmallDisk disk = new(kilobytes);
        string run = Path.Combine(disk.Path, "run");
        Outcome outcome = Cli.Run("run", TinyRun.Recipe, "--out", run);
        Assert.Equal(3, outcome.Code);
        Assert.Contains("No space left on device", outcome.Errors, StringComparison.Ordinal);
        disk.Enlarge(kilobytes: 40_000);
        Cli.Print("run", TinyRun.Recipe, "--out", run);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(run, "predictions", "lpf+lmh.test-ood.json")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(run, "*.tmp", SearchOption.AllDirectories));
    }
}
