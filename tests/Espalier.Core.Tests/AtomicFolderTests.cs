using Espalier.Testing;

namespace Espalier.Tests;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_appears_when_it_is_complete()
    {
        string target = folder.File("made");
        AtomicFolder.Write(target, aside =>
        {
            File.WriteAllText(Path.Combine(aside, "a.txt"), "a");
            Assert.False(Directory.Exists(target));
        });
        Assert.Equal("a", File.ReadAllText(Path.Combine(target, "a.txt")));
        Assert.Equal([target], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_failure_leaves_nothing()
    {
        Assert.Throws<TimeoutException>(() => AtomicFolder.Write(folder.File("made"), aside =>
        {
            File.WriteAllText(Path.Combine(aside, "a.txt"), "a");
            throw new TimeoutException();
        }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Errors_name_the_folder_that_was_asked_for()
    {
        InputException error = Assert.Throws<InputException>(() => AtomicFolder.Write(folder.File("made"), aside =>
            throw new InputException(Path.Combine(aside, "a.txt"), "line 1", "a", "b")));
        Assert.Equal((folder.File("made/a.txt"), "line 1", "a", "b"), (error.File, error.Place, error.Found, error.Expected));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        Directory.CreateDirectory(folder.File("full"));
        File.WriteAllText(folder.File("full/mine.txt"), "mine");
        Assert.Throws<InputException>(() => AtomicFolder.Write(folder.File("full"), _ => Assert.Fail("called")));
        Assert.Throws<InputException>(() => AtomicFolder.Write(folder.File("full/mine.txt"), _ => Assert.Fail("called")));
        Assert.Equal("mine", File.ReadAllText(folder.File("full/mine.txt")));
    }
}
