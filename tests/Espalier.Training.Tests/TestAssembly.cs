using System.Runtime.CompilerServices;
using Espalier.Training.Models;

// libtorch's thread count, default generator and default type belong to the process: tests must not share them at the same time.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Espalier.Training.Tests;

internal static class TestAssembly
{
    // Tests make tensors before they touch the library, which sets up libtorch's threads.
    [ModuleInitializer]
    internal static void LoadLibraryFirst() => RuntimeHelpers.RunModuleConstructor(typeof(Lxmert).Module.ModuleHandle);
}
