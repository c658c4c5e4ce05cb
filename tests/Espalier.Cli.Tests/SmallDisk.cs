using System.Diagnostics;
using Espalier.Testing;

namespace Espalier.Cli.Tests;

/// <summary>A file system of a few hundred kilobytes in memory. Linux lets root make one; elsewhere the test skips.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly bool mounted;

    public SmallDisk(int kilobytes)
    {
        mounted = OperatingSystem.IsLinux() && Call("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", Path);
        if (mounted) return;
        folder.Dispose();
        Assert.Skip("a small file system cannot be mounted here");
    }

    public string Path => folder.Path;

    public void Enlarge(int kilobytes) => Assert.True(Call("mount", "-o", $"remount,size={kilobytes}k", Path));

    public void Dispose()
    {
        if (mounted) Call("umount", Path);
        folder.Dispose();
    }

    private static bool Call(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
