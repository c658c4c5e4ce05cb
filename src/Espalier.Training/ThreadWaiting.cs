using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Espalier.Training;

/// <summary>
/// Lets libtorch's threads sleep between parallel regions instead of spinning. On a machine that does anything else a spinning thread
/// takes the core from the one that it waits for: with two threads on two busy cores a training step of a tiny model took 0.07 s instead
/// of 1 to 3 s.
/// </summary>
/// <remarks>
/// The OpenMP library reads this once, when libtorch is loaded. Whoever sets OMP_WAIT_POLICY or GOMP_SPINCOUNT decides instead.
/// </remarks>
internal static partial class ThreadWaiting
{
    private const string Policy = "OMP_WAIT_POLICY";

    // Environment.SetEnvironmentVariable does not reach native code on Unix.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetNative(string name, string value, int overwrite);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must happen before the first tensor, whoever makes it.")]
    internal static void SleepInsteadOfSpinning()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null) return;
        _ = SetNative(Policy, "passive", 0);
    }
}
