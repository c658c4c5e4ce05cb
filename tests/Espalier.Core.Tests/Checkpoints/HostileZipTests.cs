using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class HostileZipTests : IDisposable
{
    private static readonly byte[] Pickle = new PickleWriter().Tensor("0", 4, 0, [4], [1]).Stop();

    /// <summary>The header and byte of a stored entry "m/inner".</summary>
    private static readonly byte[] Inner = new ZipWriter().Add("m/inner", [1]).ToArray()[..(30 + "m/inner".Length + 1)];

    private static readonly Dictionary<string, (byte[] Archive, string Message)> Archives = new()
    {
        ["a path that escapes"] = (Good().Add("m/../../etc/passwd", [1]).ToArray(), "a relative path without"),
        ["an absolute path"] = (Good().Add("/etc/passwd", [1]).ToArray(), "a relative path without"),
        ["a path with backslashes"] = (Good().Add("m\\..\\x", [1]).ToArray(), "a relative path without"),
        ["an empty path"] = (Good().Add("", [1]).ToArray(), "a relative path without"),
        ["a compressed entry"] = (Good().Add("m/bomb", [1, 2, 3], method: 8).ToArray(), "a compressed or encrypted entry"),
        ["an encrypted entry"] = (Good().Add("m/secret", [1, 2, 3], flags: 1).ToArray(), "a compressed or encrypted entry"),
        ["an entry longer than the archive"] = (Good().Add("m/long", [1], length: 1 << 30).ToArray(), "an entry that lies before the directory"),
        ["an entry beyond the archive"] = (Good().AddEntry("m/far", 1 << 30, 1).ToArray(), "the offset 1073741824"),
        ["an entry with 64-bit numbers that overflow"] =
            (Good().AddEntry("m/far", uint.MaxValue, uint.MaxValue, extra: Extra(long.MaxValue, long.MaxValue, long.MaxValue)).ToArray(), "the offset 9223372036854775807"),
        ["an entry with a negative length"] = (Good().AddEntry("m/far", uint.MaxValue, uint.MaxValue, extra: Extra(-1, -1, 0)).ToArray(), "the lengths -1 and -1"),
        ["an extra field without an end"] = (Good().AddEntry("m/far", 0, 0, extra: [1, 0, 200, 0]).ToArray(), "an extra field without an end"),
        ["entries that overlap"] = (Good().AddEntry("m/data.pkl", 0, 10).ToArray(), "the name twice"),
        ["entries that share bytes"] =
            (new ZipWriter().Add("m/data.pkl", Pickle, length: Pickle.Length + 20).Add("m/data/0", new byte[16]).ToArray(), "bytes that another entry has too"),
        ["an entry inside of another, as bombs have it"] =
            (Good().Add("m/outer", Inner).AddEntry("m/inner", "m/data.pkl".Length + Pickle.Length + "m/data/0".Length + 16 + "m/outer".Length + (3 * 30), 1).ToArray(),
                "bytes that another entry has too"),
        ["an entry that unpacks to a terabyte"] =
            (Good().AddEntry("m/bomb", uint.MaxValue, uint.MaxValue, extra: Extra(1L << 40, 16, 0)).ToArray(), "the lengths 16 and 1099511627776"),
        ["one storage for two names"] = (Good().AddEntry("m/data/1", 30 + "m/data.pkl".Length + Pickle.Length, 16).ToArray(), "another name at the entry itself"),
        ["another name at the entry"] = (Good().Add("m/a", [1], localName: "m/b").ToArray(), "another name at the entry itself"),
        ["an end that counts wrongly"] = (new ZipWriter { ExtraCount = 1 }.Add("m/data.pkl", Pickle).Add("m/data/0", new byte[16]).ToArray(), "2 entries; expected 3"),
        ["an end that asks for a 64-bit directory"] =
            (new ZipWriter { ExtraCount = 65533 }.Add("m/data.pkl", Pickle).Add("m/data/0", new byte[16]).ToArray(), "no 64-bit directory"),
        ["no pickle"] = (new ZipWriter().Add("word/document.xml", [1]).ToArray(), "no NAME/data.pkl"),
        ["two pickles"] = (Good().Add("n/data.pkl", Pickle).ToArray(), "several NAME/data.pkl"),
        ["a TorchScript program"] = (Good().Add("m/constants.pkl", Pickle).ToArray(), "a TorchScript program"),
        ["another byte order"] = (Good().Add("m/byteorder", "big"u8).ToArray(), "another byte order"),
        ["an empty pickle"] = (new ZipWriter().Add("m/data.pkl", []).ToArray(), "an early end"),
        ["an archive without an end"] = (Good().ToArray()[..^22], "no directory"),
        ["an archive cut in the middle"] = (Good().ToArray()[..100], "no directory"),
        ["a directory that is no directory"] =
            ([.. "PK\x03\x04"u8, .. new byte[30], .. "PK\x05\x06"u8, 0, 0, 0, 0, 1, 0, 1, 0, 30, 0, 0, 0, 2, 0, 0, 0, 0, 0], "a malformed entry"),
        ["a directory outside"] = ([.. "PK\x03\x04"u8, .. "PK\x05\x06"u8, 0, 0, 0, 0, 1, 0, 1, 0, 30, 0, 0, 0, 2, 0, 0, 128, 0, 0], "the directory's place"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Archives.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void An_archive_that_is_hostile_or_broken_is_refused(string name) =>
        Hostile.AssertRefused(path => CheckpointFile.Open(path).Dispose(), _folder.Write("m.bin", Archives[name].Archive), Archives[name].Message);

    [Fact]
    public void The_archive_that_the_others_vary_is_read()
    {
        using ITensorSource file = CheckpointFile.Open(_folder.Write("m.bin", Good().ToArray()));
        Assert.Equal(["tensor"], file.Tensors.Keys);
    }

    private static ZipWriter Good() => new ZipWriter().Add("m/data.pkl", Pickle).Add("m/data/0", new byte[16]);

    private static byte[] Extra(params long[] numbers) => [1, 0, (byte)(8 * numbers.Length), 0, .. numbers.SelectMany(BitConverter.GetBytes)];
}
