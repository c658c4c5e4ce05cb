using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class HostileLegacyTests : IDisposable
{
    private static readonly byte[] Magic = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
    private static readonly byte[] Protocol = P().Whole(1001).Stop();
    private static readonly byte[] System = P().Code("}").Text("little_endian").Raw(0x88).Code("s").Stop();
    private static readonly byte[] Tensor = P().Tensor("7", 4, 0, [4], [1], legacy: true).Stop();
    private static readonly byte[] Keys = P().Code("]").Text("7").Code("a").Stop();
    private static readonly byte[] Data = [4, 0, 0, 0, 0, 0, 0, 0, .. new byte[16]];

    private static readonly Dictionary<string, (byte[] File, string Message)> Files = new()
    {
        ["another magic number"] = ([.. P().Whole(5).Stop(), .. Protocol, .. System, .. Tensor, .. Keys, .. Data], "the magic number of torch.save"),
        ["a plain pickle"] = (P().Global("os", "system").Stop(), "the global os.system"),
        ["another protocol"] = ([.. Magic, .. P().Whole(1002).Stop(), .. System, .. Tensor, .. Keys, .. Data], "expected 1001"),
        ["big-endian"] = ([.. Magic, .. Protocol, .. P().Code("}").Text("little_endian").Raw(0x89).Code("s").Stop(), .. Tensor, .. Keys, .. Data], "little-endian"),
        ["a system that is no dictionary"] = ([.. Magic, .. Protocol, .. P().Code("]").Stop(), .. Tensor, .. Keys, .. Data], "little-endian"),
        ["a foreign global in the object"] = ([.. Magic, .. Protocol, .. System, .. P().Global("subprocess", "Popen").Stop(), .. Keys, .. Data], "the global subprocess.Popen"),
        ["keys that are no list"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. P().Code("}").Stop(), .. Data], "expected a list"),
        ["a key that nobody mentioned"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. P().Code("]").Text("8").Code("a").Stop(), .. Data], "the key \"8\""),
        ["a key twice"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. P().Code("](").Text("7").Text("7").Code("e").Stop(), .. Data, .. Data], "the key \"7\""),
        ["a key that is missing"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. P().Code("]").Stop(), .. Data], "no \"7\""),
        ["another count"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. Keys, 5, .. Data[1..]], "5 elements; expected 4"),
        ["a huge count"] =
            ([.. Magic, .. Protocol, .. System, .. P().Tensor("7", 1L << 59, 0, [4], [1], legacy: true).Stop(), .. Keys, 0, 0, 0, 0, 0, 0, 0, 8, .. new byte[16]], "an early end"),
        ["a storage that ends early"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. Keys, .. Data[..^1]], "an early end"),
        ["a count that ends early"] = ([.. Magic, .. Protocol, .. System, .. Tensor, .. Keys, .. Data[..5]], "an early end"),
        ["no keys"] = ([.. Magic, .. Protocol, .. System, .. Tensor], "an early end"),
        ["a cut object"] = ([.. Magic, .. Protocol, .. System, .. Tensor[..^20]], "an early end"),
        ["the magic number alone"] = (Magic, "an early end"),
        ["two types of one storage"] = ([.. Magic, .. Protocol, .. System,
            .. P().Tensor("7", 4, 0, [4], [1], legacy: true).Tensor("7", 4, 0, [4], [1], "IntStorage", legacy: true).Raw(0x86).Stop(), .. Keys, .. Data], "two types or lengths"),
        ["strides that leave the storage"] =
            ([.. Magic, .. Protocol, .. System, .. P().Tensor("7", 4, 0, [4], [2], legacy: true).Stop(), .. Keys, .. Data], "element 6 of a storage of 4"),
        ["a pointer of Git LFS"] = ([.. "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8], "git lfs pull"),
        ["a text"] = ([.. "Not Found"u8], "an unknown format"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Files.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_hostile_or_broken_is_refused(string name) =>
        Hostile.AssertRefused(path => CheckpointFile.Open(path).Dispose(), _folder.Write("m.bin", Files[name].File), Files[name].Message);

    [Fact]
    public void The_file_that_the_others_vary_is_read()
    {
        using ITensorSource file = CheckpointFile.Open(_folder.Write("m.bin", [.. Magic, .. Protocol, .. System, .. Tensor, .. Keys, .. Data]));
        Assert.Equal(new float[4], file.ReadFloats("tensor"));
    }

    private static PickleWriter P() => new();
}
