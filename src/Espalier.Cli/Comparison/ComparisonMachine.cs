using Espalier.Cli.Doctor;
using Espalier.Training.Pipeline.Runs;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Espalier.Cli.Comparison;

/// <summary>What a comparison ran on.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="LogicalProcessors">Those that the process may use.</param>
/// <param name="Instructions">What .NET uses, and what the system reports of that which the engines choose their kernels by.</param>
/// <param name="Kernels">The registers that our kernels are for.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
/// <param name="Os">The operating system.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="Espalier">Its version, with the commit where it is known.</param>
/// <param name="TorchSharp">Its version.</param>
/// <param name="OnnxRuntime">Its version.</param>
internal sealed record ComparisonMachine(
    string Processor, int LogicalProcessors, IReadOnlyList<string> Instructions, string Kernels, long MemoryBytes, string Os, string DotNet, string Espalier, string TorchSharp,
    string OnnxRuntime)
{
    private static readonly string[] Flags = ["avx_vnni", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8", "asimddp", "i8mm", "bf16"];

    /// <summary>This machine's.</summary>
    public static ComparisonMachine Here()
    {
        ProcessorCheck processor = ProcessorCheck.Here();
        RunEnvironment run = RunEnvironment.Current(ScalarType.Float32);
        return new ComparisonMachine(
            processor.Name, Environment.ProcessorCount, [.. processor.Used, .. Flags.Where(processor.Reported.Contains)], processor.Kernels, run.MemoryBytes, run.Os, run.DotNet,
            run.Espalier, run.TorchSharp, OrtEnv.Instance().GetVersionString());
    }
}
