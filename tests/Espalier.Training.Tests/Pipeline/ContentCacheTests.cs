using Espalier.Testing;
using Espalier.Training.Pipeline.Preparation;

namespace Espalier.Training.Tests.Pipeline;

public sealed class ContentCacheTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_killed_processes_left_is_removed_and_what_living_ones_make_is_kept()
    {
        ContentCache cache = new(folder.File("cache"));
        string left = folder.File("cache/data/0123456789abcdef01234567.making-0123");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "half.txt"), "ha");

        string made = cache.GetOrMake("data", "outer", outer =>
        {
            Assert.False(Directory.Exists(left));
            File.WriteAllText(Path.Combine(outer, "outer.txt"), "whole");
            new ContentCache(folder.File("cache")).GetOrMake("data", "inner", inner => Assert.True(Directory.Exists(outer)));
            Assert.True(File.Exists(Path.Combine(outer, "outer.txt")));
        });

        Assert.Equal("whole", File.ReadAllText(Path.Combine(made, "outer.txt")));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(folder.File("cache/data")).Count());
    }
}
