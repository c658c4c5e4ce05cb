using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace Espalier.Tests.Kernels;

/// <summary>What processors with narrower or fewer registers would run.</summary>
public sealed class NarrowRegisterTests
{
    [Fact]
    public void All_kernels_are_right_without_wide_registers() => Run("DOTNET_EnableAVX", RegisterTests.Portable(4));

    [Fact]
    public void All_kernels_are_right_with_half_the_registers() => Run("DOTNET_EnableAVX512", RegisterTests.Kernels256);

    private static void Run(string feature, string widest)
    {
        Assert.SkipUnless(X86Base.IsSupported, "Only on x86 can registers be left out.");
        string program = Environment.ProcessPath!;
        string[] before = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(NarrowRegisterTests).Assembly.Location] : [];
        string[] classes = [typeof(RegisterTests).FullName!, typeof(ProductTests).FullName!, typeof(FunctionTests).FullName!];
        ProcessStartInfo start = new(program, [.. before, "--filter-class", .. classes]) { RedirectStandardOutput = true };
        start.Environment[feature] = "0";
        start.Environment[RegisterTests.Widest] = widest;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
