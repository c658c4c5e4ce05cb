using TorchSharp;
using static TorchSharp.torch;

namespace Espalier.Training.Tests;

public sealed class NativeLibraryTests
{
    [Fact]
    public void The_patched_library_loads_and_computes() => Assert.Equal(10f, arange(5, ScalarType.Float32).sum().ToSingle());
}
