using System.Diagnostics;
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
        foreach (string what in new[] { ".NET", "system", "processor", "threads", "memory", "libtorch", "skia", "onnx", "devices", "font", "cache", "disk" })
            Assert.Contains($"  {what}", printed, StringComparison.Ordinal);
        // These tests could not run without them.
        foreach (string library in new[] { "libtorch", "skia", "onnx" }) Assert.Contains($"ok    {library}", printed, StringComparison.Ordinal);
        string cache = folder.File("cache");
        Assert.Contains(RoomChecks.Folders(cache), check => check is { What: "cache", State: CheckState.Ok });
        Assert.False(Path.Exists(cache));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_fails_with_a_remedy()
    {
        // A file stands where the folder should be; this hinders root too.
        Check cache = RoomChecks.Folders(folder.Write("cache", "a file"u8)).First(check => check.What == "cache");
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

    [Fact]
    public void What_the_environment_takes_away_is_found()
    {
        ProcessStartInfo start = new("dotnet", [typeof(CommandLineHost).Assembly.Location, "doctor"]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in new[]
        {
            ("DOTNET_EnableAVX2", "0"), ("OMP_NUM_THREADS", "1000"), ("ESPALIER_FONT", folder.File("no.ttf")), ("ESPALIER_CACHE", folder.File("cache")),
        }) start.Environment[name] = value;
        using Process doctor = Process.Start(start)!;
        string printed = doctor.StandardOutput.ReadToEnd();
        doctor.WaitForExit();
        Assert.Contains("warn  threads", printed, StringComparison.Ordinal);
        Assert.Contains("OMP_NUM_THREADS=1000", printed, StringComparison.Ordinal);
        Assert.Contains("warn  font", printed, StringComparison.Ordinal);
        // The processor's own words are Linux's.
        if (File.Exists("/proc/cpuinfo") && File.ReadAllText("/proc/cpuinfo").Contains(" avx2 ", StringComparison.Ordinal))
            Assert.Contains("warn  processor", printed, StringComparison.Ordinal);
        Assert.Equal(0, doctor.ExitCode);
    }
}
