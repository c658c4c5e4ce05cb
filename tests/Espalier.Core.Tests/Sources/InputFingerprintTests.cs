using Espalier.Sources;
using Espalier.Testing;

namespace Espalier.Tests.Sources;

public sealed class InputFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void That_of_several_files_tells_a_change_of_any_byte_or_of_their_order()
    {
        string[] files = [_folder.Write("index", "12"u8), _folder.Write("shard", "3"u8)];
        string before = InputFingerprint.Of(files);
        Assert.Equal(before, InputFingerprint.Of(files));
        Assert.NotEqual(before, InputFingerprint.Of([files[1], files[0]]));
        _folder.Write("shard", "4"u8);
        Assert.NotEqual(before, InputFingerprint.Of(files));
        _folder.Write("index", "1"u8);
        _folder.Write("shard", "23"u8);
        Assert.NotEqual(before, InputFingerprint.Of(files));
    }

    [Fact]
    public void That_of_one_file_is_its_hash()
    {
        string file = _folder.Write("file", "abc"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", InputFingerprint.Of(file));
        Assert.Equal(InputFingerprint.Of(file), InputFingerprint.Of([file]));
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_name() =>
        Assert.Equal(_folder.File("absent"), Assert.Throws<InputException>(() => InputFingerprint.Of([_folder.Write("a", "a"u8), _folder.File("absent")])).File);
}
