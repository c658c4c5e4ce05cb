using System.Runtime.CompilerServices;
using Xunit;

namespace Espalier.Testing;

/// <summary>Compares text with a file beside the tests; run with ESPALIER_SNAPSHOTS=write to accept what is printed now.</summary>
public static class Snapshot
{
    public static void Match(string name, string text, [CallerFilePath] string source = "") =>
        MatchFile(Path.Combine(Path.GetDirectoryName(source)!, "snapshots", name), text);

    /// <summary>As <see cref="Match"/>, with a file that is elsewhere: a page of the documentation.</summary>
    public static void MatchFile(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("ESPALIER_SNAPSHOTS") == "write") AtomicFile.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{path} is missing");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
