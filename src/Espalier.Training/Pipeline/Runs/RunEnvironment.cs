using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using TorchSharp;

namespace Espalier.Training.Pipeline.Runs;

/// <summary>What a run ran on: versions, threads, precision and processor.</summary>
/// <param name="Espalier">The version of Espalier, with the commit where it is known.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="TorchSharp">The version of TorchSharp.</param>
/// <param name="Os">The operating system.</param>
/// <param name="Processor">The processor's name.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Precision">What models compute in, which a recipe may leave to the processor: "fp32" or "bf16".</param>
/// <param name="Avx512">Whether .NET sees AVX-512.</param>
/// <param name="MemoryBytes">Memory that the process may use.</param>
public sealed record RunEnvironment(
    string Espalier, string DotNet, string TorchSharp, string Os, string Processor, int Threads, string Precision, bool Avx512, long MemoryBytes)
{
    /// <summary>Reads the present machine's.</summary>
    /// <param name="compute">What models compute in.</param>
    public static RunEnvironment Current(torch.ScalarType compute) => new(
        VersionOf(typeof(RunEnvironment)), RuntimeInformation.FrameworkDescription, VersionOf(typeof(torch)), RuntimeInformation.OSDescription,
        ProcessorName(), torch.get_num_threads(), compute == torch.ScalarType.BFloat16 ? "bf16" : "fp32", Avx512F.IsSupported, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>The processor's name, as far as the system tells it.</summary>
    public static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? string.Create(CultureInfo.InvariantCulture, $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical processors");
    }

    /// <summary>As indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version?.ToString(3) ?? "unknown";
}
