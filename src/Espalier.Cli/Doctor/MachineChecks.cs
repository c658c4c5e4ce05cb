using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Espalier.Cli.Doctor;

/// <summary>Looks at the runtime, the processor and the memory.</summary>
internal static class MachineChecks
{
    private const int LeastDotNet = 10;
    private const long LittleMemory = 4L << 30;

    // Where the kernel tells the limit of a container, which can be below what the machine has.
    private const string ControlGroupLimit = "/sys/fs/cgroup/cpu.max";

    public static IEnumerable<Check> All()
    {
        yield return Environment.Version.Major >= LeastDotNet
            ? new Check(CheckState.Ok, ".NET", RuntimeInformation.FrameworkDescription)
            : new Check(CheckState.Fail, ".NET", RuntimeInformation.FrameworkDescription, $"install .NET {LeastDotNet} or later");
        yield return new Check(CheckState.Ok, "system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}");
        yield return Processor(Training.Pipeline.Runs.RunEnvironment.ProcessorName());
        yield return Threads();
        yield return Memory();
    }

    private static Check Processor(string name)
    {
        (string Name, bool There)[] sets = [("AVX-512", Avx512F.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("NEON", AdvSimd.IsSupported)];
        string[] vectors = [.. sets.Where(set => set.There).Select(set => set.Name)];
        return vectors.Length > 0
            ? new Check(CheckState.Ok, "processor", $"{name}; {string.Join(", ", vectors)}")
            : new Check(CheckState.Warn, "processor", $"{name}; no vector instructions that the kernels use", "expect slow training; another machine with AVX2 is much faster");
    }

    private static Check Threads()
    {
        string limit = File.Exists(ControlGroupLimit) ? File.ReadAllText(ControlGroupLimit).Trim() : "";
        string given = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 } threads ? $"; OMP_NUM_THREADS={threads}" : "";
        string contained = limit.Length > 0 && !limit.StartsWith("max", StringComparison.Ordinal) ? $"; container limit {limit}" : "";
        return new Check(CheckState.Ok, "threads", $"{Environment.ProcessorCount} logical processors{given}{contained}");
    }

    private static Check Memory()
    {
        long bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string shown = string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB for this process");
        return bytes >= LittleMemory ? new Check(CheckState.Ok, "memory", shown)
            : new Check(CheckState.Warn, "memory", shown, "enough for model.size: tiny; the base size wants 8 GiB");
    }
}
