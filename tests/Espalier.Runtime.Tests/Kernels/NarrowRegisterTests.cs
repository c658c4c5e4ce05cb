using System.Diagnostics;

namespace Espalier.Tests.Kernels;

/// <summary>What processors with narrower or fewer registers would run.</summary>
public sealed class NarrowRegisterTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX")]
    [InlineData("DOTNET_EnableAVX512")]
    public void All_kernels_are_right_without(string feature)
    {
        string program = Environment.ProcessPath!;
        string[] before = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(NarrowRegisterTests).Assembly.Location] : [];
        string[] classes = [typeof(ProductTests).FullName!, typeof(FunctionTests).FullName!];
        ProcessStartInfo start = new(program, [.. before, "--filter-class", .. classes]) { RedirectStandardOutput = true };
        start.Environment[feature] = "0";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
