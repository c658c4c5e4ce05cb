using System.Runtime.InteropServices;

namespace Espalier.Training.Tests;

public sealed partial class ThreadWaitingTests
{
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ReadNative(string name);

    [Fact]
    public void Native_threads_are_told_to_sleep_unless_the_user_decided()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only libgomp spins by default");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null, "The user has decided");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is not null, "The user has decided");
        Assert.Equal("passive", Marshal.PtrToStringUTF8(ReadNative("OMP_WAIT_POLICY")));
    }
}
