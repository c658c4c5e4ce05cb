using Espalier.Testing;

namespace Espalier.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_writes_a_file_and_the_folders_above_it()
    {
        string path = Path.Combine(_folder.Path, "a", "b", "text");
        AtomicFile.WriteAllText(path, "für");
        Assert.Equal([0x66, 0xc3, 0xbc, 0x72], File.ReadAllBytes(path));
    }

    [Fact]
    public void It_replaces_a_file_and_leaves_nothing_beside_it()
    {
        string path = _folder.Write("text", "a long old text"u8);
        AtomicFile.WriteAllText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void When_writing_fails_the_old_file_stays_as_it_was()
    {
        string path = _folder.Write("text", "old"u8);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Until_the_end_readers_see_the_old_file()
    {
        string path = _folder.Write("text", "old"u8);
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
    }
}
