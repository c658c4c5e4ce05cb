using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Espalier.Kernels;
using Espalier.Training.Pipeline.Recipes;
using Espalier.Training.Pipeline.Runs;
using Espalier.Training.Pipeline.Stages;
using TorchSharp;

namespace Espalier.Cli.Doctor;

/// <summary>What the processor computes with: the instructions that .NET uses, the registers that our kernels take, and whether recipes train in bf16 on it.</summary>
/// <param name="Name">The processor's name.</param>
/// <param name="Kernels">What the kernels of the runtime are for; .NET can use instructions and still not take their registers for fast.</param>
/// <param name="Used">The instruction sets that .NET uses, the widest first.</param>
/// <param name="Reported">The flags that the system reports; empty where it reports none.</param>
/// <param name="BFloat16">Whether `model.precision: auto` takes bf16.</param>
internal sealed record ProcessorCheck(string Name, string Kernels, IReadOnlyList<string> Used, IReadOnlySet<string> Reported, bool BFloat16)
{
    private const string Info = "/proc/cpuinfo";

    // By what the system calls it, what .NET does.
    private static readonly (string Flag, string Set)[] Flags = [("avx512f", "AVX-512"), ("avx2", "AVX2"), ("fma", "FMA")];

    /// <summary>This machine's.</summary>
    public static ProcessorCheck Here()
    {
        (string Name, bool There)[] sets = [("AVX-512", Avx512F.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("NEON", AdvSimd.IsSupported)];
        string flags = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) ?? "" : "";
        return new ProcessorCheck(RunEnvironment.ProcessorName(), KernelSet.Best.Name, [.. sets.Where(set => set.There).Select(set => set.Name)],
            flags.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(), ModelFactory.ComputeType(new ModelOptions()) == torch.ScalarType.BFloat16);
    }

    /// <summary>How it is.</summary>
    public Check Look()
    {
        string found = $"{Name}; {(Used.Count > 0 ? string.Join(", ", Used) : "no vector instructions that the kernels use")}; kernels: {Kernels}; trains in {(BFloat16 ? "bf16" : "fp32")}";
        string[] off = [.. Flags.Where(pair => Reported.Contains(pair.Flag) && !Used.Contains(pair.Set)).Select(pair => pair.Set)];
        if (off.Length > 0)
            return new Check(CheckState.Warn, "processor", $"{found}; it has {string.Join(" and ", off)}, which .NET does not use",
                "unset DOTNET_EnableHWIntrinsic, DOTNET_EnableAVX, DOTNET_EnableAVX2, DOTNET_EnableAVX512 and the like in the environment");
        return Used.Count > 0 ? new Check(CheckState.Ok, "processor", found)
            : new Check(CheckState.Warn, "processor", found, "expect slow training; another machine with AVX2 is much faster");
    }
}
