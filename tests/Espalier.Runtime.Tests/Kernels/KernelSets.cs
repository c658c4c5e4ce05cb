using Espalier.Kernels;

namespace Espalier.Tests.Kernels;

/// <summary>The kernels that this machine can run, by name.</summary>
internal static class KernelSets
{
    public static IEnumerable<TheoryDataRow<string>> Names => KernelSet.Supported.Select(set => new TheoryDataRow<string>(set.Name));

    public static KernelSet Get(string name) => KernelSet.Supported.Single(set => set.Name == name);
}
