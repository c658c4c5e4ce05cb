using System.Globalization;
using static TorchSharp.torch;

namespace Espalier.Training.Tests;

public sealed class MemoryReuseTests
{
    private const int Tensors = 40, Bytes = 1 << 20, PageBytes = 4096;

    [Fact]
    public void Memory_that_one_step_frees_serves_the_next()
    {
        SkipElsewhere();
        AllocateAndFree();
        AllocateAndFree();
        long before = Faults();
        AllocateAndFree();
        Assert.InRange(Faults() - before, 0, Tensors * Bytes / PageBytes / 2);
    }

    [Fact]
    public void What_a_thread_has_freed_goes_back_to_the_system()
    {
        SkipElsewhere();
        Tensor? last = null;
        Thread thread = new(() =>
        {
            Tensor[] tensors = Allocate();
            // Holds the end of the thread's arena, which glibc would keep.
            last = zeros(Bytes, ScalarType.Byte);
            Free(tensors);
        });
        thread.Start();
        thread.Join();
        long before = Resident();
        MemoryReuse.ReturnFreeMemory();
        Assert.InRange(before - Resident(), Tensors * Bytes / 2, long.MaxValue);
        last!.Dispose();
    }

    private static void SkipElsewhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Faults are counted in /proc, and other C libraries have other habits");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GLIBC_TUNABLES") is not null, "The user has decided");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("MALLOC_TRIM_THRESHOLD_") is not null, "The user has decided");
    }

    private static void AllocateAndFree() => Free(Allocate());

    private static Tensor[] Allocate() => [.. Enumerable.Range(0, Tensors).Select(_ => zeros(Bytes, ScalarType.Byte))];

    private static void Free(Tensor[] tensors)
    {
        foreach (Tensor tensor in tensors) tensor.Dispose();
    }

    // The tenth field, counted from behind the program's name, which may hold spaces.
    private static long Faults()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }

    // The second field is in pages.
    private static long Resident() => long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
