using System.Runtime.CompilerServices;

// libtorch's threads, the working directory and the cache belong to the process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Espalier.Cli.Tests;

internal static class TestAssembly
{
    /// <summary>A folder for what all tests share, gone afterwards.</summary>
    public static string Root { get; } = Directory.CreateTempSubdirectory("espalier-cli-").FullName;

    [ModuleInitializer]
    internal static void CacheApart()
    {
        Environment.SetEnvironmentVariable("ESPALIER_CACHE", Path.Combine(Root, "cache"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
    }
}
