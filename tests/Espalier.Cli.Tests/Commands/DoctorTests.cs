using Espalier.Cli.Doctor;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_is_looked_at_and_nothing_is_left_behind()
    {
        string printed = Cli.Print("doctor");
        foreach (string what in new[] { ".NET", "system", "processor", "threads", "memory", "libtorch", "devices", "font", "cache", "disk" })
            Assert.Contains($"  {what}", printed, StringComparison.Ordinal);
        string cache = folder.File("cache");
        Assert.Contains(ToolChecks.All(cache), check => check is { What: "cache", State: CheckState.Ok });
        Assert.False(Path.Exists(cache));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_fails_with_a_remedy()
    {
        // A file stands where the folder should be; this hinders root too.
        Check cache = ToolChecks.All(folder.Write("cache", "a file"u8)).First(check => check.What == "cache");
        Assert.Equal(CheckState.Fail, cache.State);
        Assert.Contains("ESPALIER_CACHE", cache.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_check_gives_exit_code_3()
    {
        string? before = Environment.GetEnvironmentVariable("ESPALIER_CACHE");
        try
        {
            Environment.SetEnvironmentVariable("ESPALIER_CACHE", folder.Write("cache", "a file"u8));
            Outcome outcome = Cli.Run("doctor");
            Assert.Equal(3, outcome.Code);
            Assert.Contains("fail  cache", outcome.Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ESPALIER_CACHE", before);
        }
    }
}
