using System.Runtime.CompilerServices;
using Espalier.Cli.Tests;

// libtorch's threads, the working directory and the cache belong to the process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(TestAssembly))]

namespace Espalier.Cli.Tests;

/// <summary>A folder for what all tests share. It is deleted before the process ends: the test host takes a slow end for a thread that hangs.</summary>
public sealed class TestAssembly : IDisposable
{
    internal static string Root { get; } = Directory.CreateTempSubdirectory("espalier-cli-").FullName;

    [ModuleInitializer]
    internal static void CacheApart() => Environment.SetEnvironmentVariable("ESPALIER_CACHE", Path.Combine(Root, "cache"));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
