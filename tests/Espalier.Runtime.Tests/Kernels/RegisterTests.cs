using System.Numerics;
using System.Runtime.Intrinsics;
using Espalier.Kernels;

namespace Espalier.Tests.Kernels;

/// <summary>Which kernels a process runs that may not use all registers; <see cref="NarrowRegisterTests"/> starts such processes.</summary>
public sealed class RegisterTests
{
    /// <summary>The name of the widest kernels that are expected, set by whoever starts a process with fewer registers.</summary>
    public const string Widest = "ESPALIER_EXPECTED_KERNELS";

    [Fact]
    public void The_widest_kernels_are_those_that_the_registers_allow()
    {
        string expected = Environment.GetEnvironmentVariable(Widest) ?? (Vector512.IsHardwareAccelerated ? Kernels512 : Kernels256);
        Assert.Equal(expected, KernelSet.Best.Name);
        if (expected == Portable(4)) Assert.Equal(4, Vector<float>.Count);
    }

    internal static string Kernels512 => "AVX-512";

    internal static string Kernels256 => Vector256.IsHardwareAccelerated ? "AVX2" : Portable(Vector<float>.Count);

    internal static string Portable(int numbers) => $"portable, {numbers} numbers";
}
