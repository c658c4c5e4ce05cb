using System.Runtime.InteropServices;
using TorchSharp;

namespace Espalier.Cli.Doctor;

/// <summary>Everything that the doctor looks at, in the order in which it is printed.</summary>
internal static class Checkup
{
    private const int LeastDotNet = 10;

    /// <summary>Looks.</summary>
    /// <param name="cache">The cache's folder.</param>
    public static IEnumerable<Check> All(string cache)
    {
        Check[] libraries = [.. LibraryChecks.All()];
        bool loads = libraries.Any(library => library is { What: LibraryChecks.Torch, State: CheckState.Ok });
        return
        [
            DotNet(Environment.Version),
            new Check(CheckState.Ok, "system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
            ProcessorCheck.Here().Look(),
            ThreadsCheck.Here(loads ? torch.get_num_threads() : null).Look(),
            RoomChecks.Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            .. libraries,
            .. loads ? [CudaCheck.Here().Look()] : Array.Empty<Check>(),
            .. RoomChecks.Folders(cache),
        ];
    }

    /// <summary>The runtime.</summary>
    public static Check DotNet(Version version) => version.Major >= LeastDotNet
        ? new Check(CheckState.Ok, ".NET", $".NET {version}")
        : new Check(CheckState.Fail, ".NET", $".NET {version}", $"install .NET {LeastDotNet} or later");
}
