using Espalier.Cli.Doctor;
using Espalier.Testing;

namespace Espalier.Cli.Tests.Commands;

/// <summary>What the doctor says of machines that this one is not.</summary>
public sealed class DoctorFindingsTests
{
    [Theory]
    [InlineData(9, CheckState.Fail, "install .NET 10")]
    [InlineData(10, CheckState.Ok, "")]
    public void An_old_runtime(int major, object state, string remedy) => Same(state, remedy, Checkup.DotNet(new Version(major, 0)));

    [Theory]
    [InlineData("AVX-512 AVX2 FMA", "avx512f avx2 fma", true, CheckState.Ok, "AVX-512, AVX2, FMA; kernels: the kernels; trains in bf16", "")]
    [InlineData("AVX2 FMA", "avx2 fma", false, CheckState.Ok, "AVX2, FMA; kernels: the kernels; trains in fp32", "")]
    [InlineData("AVX2 FMA", "avx512f avx2 fma", false, CheckState.Warn, "it has AVX-512, which .NET does not use", "DOTNET_EnableAVX512")]
    [InlineData("", "avx512f avx2 fma", false, CheckState.Warn, "it has AVX-512 and AVX2 and FMA", "DOTNET_EnableHWIntrinsic")]
    [InlineData("", "sse4_2", false, CheckState.Warn, "no vector instructions", "another machine with AVX2")]
    [InlineData("NEON", "", false, CheckState.Ok, "NEON; kernels: the kernels; trains in fp32", "")]
    public void A_processor(string used, string reported, bool bf16, object state, string found, string remedy) =>
        Same(state, remedy, new ProcessorCheck("a processor", "the kernels", Words(used), Words(reported).ToHashSet(), bf16).Look(), found);

    [Theory]
    [InlineData(null, "max 100000", 4, CheckState.Ok, "4 logical processors; libtorch takes 4", "")]
    [InlineData("2", "", 2, CheckState.Ok, "OMP_NUM_THREADS=2", "")]
    [InlineData(null, "350000 100000", 64, CheckState.Warn, "container limit 350000 100000", "OMP_NUM_THREADS to a number from 1 to 4")]
    [InlineData("16", "", null, CheckState.Warn, "OMP_NUM_THREADS=16", "from 1 to 4")]
    [InlineData("two", "", 4, CheckState.Warn, "OMP_NUM_THREADS=two", "from 1 to 4")]
    [InlineData("0", "", 4, CheckState.Warn, "OMP_NUM_THREADS=0", "from 1 to 4")]
    public void Threads_on_four_processors(string? given, string quota, int? torch, object state, string found, string remedy) =>
        Same(state, remedy, new ThreadsCheck(4, given, quota, torch).Look(), found);

    [Theory]
    [InlineData(1.5, CheckState.Warn, "1.5 GiB", "micro-batch")]
    [InlineData(4, CheckState.Ok, "enough for model.size: tiny", "")]
    [InlineData(64, CheckState.Ok, "64.0 GiB for this process", "")]
    public void Memory(double gib, object state, string found, string remedy) => Same(state, remedy, RoomChecks.Memory((long)(gib * (1L << 30))), found);

    [Theory]
    [InlineData(100, CheckState.Warn, "100.0 MiB free for runs", "on another disk")]
    [InlineData(5_000, CheckState.Ok, "5,000.0 MiB free for runs", "")]
    public void Disk(long mebibytes, object state, string found, string remedy) => Same(state, remedy, RoomChecks.Disk("runs", mebibytes << 20), found);

    [Fact]
    public void A_library_that_does_not_load_is_told_by_its_innermost_reason()
    {
        Check check = LibraryChecks.Native("a library", () => throw new TypeInitializationException("T", new DllNotFoundException("libx.so: cannot open\n  tried ...")), CheckState.Fail, "restore it");
        Assert.Equal(new Check(CheckState.Fail, "a library", "does not load: libx.so: cannot open", "restore it"), check);
    }

    [Fact]
    public void A_library_that_loads_and_computes_wrongly_is_not_told_to_be_missing() => Assert.Equal(
        new Check(CheckState.Fail, "a library", "1.2 loads, but 1 + 1 is not 2", "restore it"),
        LibraryChecks.Native("a library", () => ("1.2", "1 + 1 is not 2"), CheckState.Fail, "restore it"));

    [Fact]
    public void A_folder_without_fonts()
    {
        using TemporaryFolder folder = new();
        Same(CheckState.Warn, "fonts-dejavu-core", LibraryChecks.Font(null, [folder.Path]));
    }

    [Theory]
    [InlineData(true, true, 2, "", CheckState.Ok, "cpu, cuda (2)", "")]
    [InlineData(false, false, 0, "", CheckState.Ok, "cpu", "")]
    [InlineData(false, true, 0, "", CheckState.Warn, "this build has no CUDA", "-p:EspalierCuda=true")]
    [InlineData(true, false, 0, "", CheckState.Warn, "driver is not there", "install the driver")]
    [InlineData(true, true, 0, "", CheckState.Warn, "shows no GPU", "CUDA_VISIBLE_DEVICES")]
    [InlineData(true, true, 1, "no kernel image", CheckState.Warn, "cuda does not compute: no kernel image", "model.device: cpu")]
    public void Cuda(bool built, bool driver, int devices, string error, object state, string found, string remedy) =>
        Same(state, remedy, new CudaCheck(built, driver, devices, error).Look(), found);

    private static void Same(object state, string remedy, Check check, string found = "")
    {
        Assert.Equal(state, check.State);
        Assert.Contains(found, check.Found, StringComparison.Ordinal);
        Assert.Equal(remedy.Length == 0, check.Remedy.Length == 0);
        Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
