using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Espalier.Training;

/// <summary>
/// Lets the C library keep the memory that libtorch frees. Every step frees and allocates the same activations and gradients; by default glibc returns
/// much of it to the system in between, which then clears it page by page. In the training of a tiny model three of five page faults were for this.
/// </summary>
/// <remarks>Whoever sets GLIBC_TUNABLES or MALLOC_TRIM_THRESHOLD_ decides instead.</remarks>
internal static partial class MemoryReuse
{
    // Of glibc's malloc.h. Blocks above the mapping threshold, here the highest that glibc accepts, still have mappings of their own.
    private const int TrimThreshold = -1, MappingThreshold = -3;
    private const int LargestBlock = 32 << 20;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint keptAtTheTop);

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must happen before the first tensor, whoever makes it.")]
    internal static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || IsSet("GLIBC_TUNABLES") || IsSet("MALLOC_TRIM_THRESHOLD_")) return;
        try
        {
            _ = SetOption(MappingThreshold, LargestBlock);
            _ = SetOption(TrimThreshold, int.MaxValue);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc, with other habits.
        }
    }

    /// <summary>
    /// Gives what is free to the system. To be called after work on threads that end with it: what they freed stays in arenas of their own, where the next
    /// threads may not find it, and each evaluation would add to the process as much as it needs. What is free at the end of such an arena glibc keeps.
    /// </summary>
    internal static void ReturnFreeMemory()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // As above.
        }
    }

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) is not null;
}
