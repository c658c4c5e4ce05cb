using System.Text;
using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

/// <summary>Indexes of checkpoints in several files that lie.</summary>
public sealed class HostileShardTests : IDisposable
{
    private const string Index = "model.safetensors.index.json";

    private static readonly Dictionary<string, (string Json, string Message)> Indexes = new()
    {
        ["a path that climbs"] = (Map("\"a\":\"../1.safetensors\""), "found \"../1.safetensors\"; expected the name of a file beside the index"),
        ["a path from the root"] = (Map("\"a\":\"/etc/passwd\""), "found \"/etc/passwd\""),
        ["a path below"] = (Map("\"a\":\"sub/1.safetensors\""), "not a path"),
        ["a path with backslashes"] = (Map("\"a\":\"..\\\\1.safetensors\""), "not a path"),
        ["a drive"] = (Map("\"a\":\"C:1.safetensors\""), "not a path"),
        ["a path that climbs in escapes"] = (Map("\"a\":\"\\u002e\\u002e\\u002f1.safetensors\""), "found \"../1.safetensors\""),
        ["a name cut by a zero"] = (Map("\"a\":\"1.safetensors\\u0000.txt\""), "not a path"),
        ["the folder above"] = (Map("\"a\":\"..\""), "found \"..\""),
        ["the folder itself"] = (Map("\"a\":\".\""), "found \".\""),
        ["no name"] = (Map("\"a\":\"\""), "found \"\""),
        ["a file that is not there"] = (Map("\"a\":\"1.safetensors\",\"b\":\"9.safetensors\""), "1 of 2 files that are not there, such as \"9.safetensors\""),
        ["a tensor that its file lacks"] = (Map("\"a\":\"1.safetensors\",\"z\":\"1.safetensors\",\"b\":\"2.safetensors\""), "tensor \"z\": found \"1.safetensors\", which does not hold it"),
        ["a tensor given to another file"] = (Map("\"a\":\"2.safetensors\",\"b\":\"1.safetensors\""), "tensor \"a\": found \"2.safetensors\", which does not hold it"),
        ["a tensor twice"] = (Map("\"a\":\"1.safetensors\",\"a\":\"2.safetensors\",\"b\":\"2.safetensors\""), "the name twice"),
        ["a place instead of a file"] = (Map("\"a\":{\"file\":\"1.safetensors\",\"offset\":0}"), "found StartObject; expected the name of a file"),
        ["no file at all"] = (Map("\"a\":null"), "found Null"),
        ["a map that is a list"] = ("{\"weight_map\":[\"1.safetensors\"]}", "found StartArray"),
        ["two maps"] = ("{\"weight_map\":{\"a\":\"1.safetensors\"},\"weight_map\":{\"b\":\"2.safetensors\"}}", "the key twice"),
        ["an empty map"] = (Map(""), "no tensors"),
        ["no map"] = ("{\"architectures\":[\"LxmertModel\"],\"vocab_size\":30522}", "weight_map: found nothing"),
        ["a page that says that there is nothing"] = ("{\"error\":\"Repository not found\"}", "weight_map: found nothing"),
        ["an index that ends early"] = ("{\"weight_map\":{\"a\":\"1.safetensors\"", "JSON in valid UTF-8"),
        ["more after its end"] = (Map("\"a\":\"1.safetensors\"") + "{}", "JSON in valid UTF-8"),
        ["half of a surrogate pair"] = (Map("\"\\ud800\":\"1.safetensors\""), "JSON in valid UTF-8"),
        ["very deep metadata"] = ("{\"metadata\":" + new string('[', 100_000) + "}", "JSON in valid UTF-8"),
        ["an index that names itself"] = (Map($"\"a\":\"{Index}\""), "an index of files"),
        ["an index of an index"] = (Map("\"a\":\"other.json\""), "an index of files"),
        ["more files than any model has"] = (Map(string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"{i}\":\"{i}.bin\""))), "more than 1000 files"),
        ["a file that is no checkpoint"] = (Map("\"a\":\"config.json\""), "an unknown format"),
    };

    private readonly TemporaryFolder _folder = new();

    public HostileShardTests()
    {
        SafetensorsWriter.Write(_folder.File("1.safetensors"), [TensorEntry.Of("a", [1], new float[1])]);
        SafetensorsWriter.Write(_folder.File("2.safetensors"), [TensorEntry.Of("b", [1], new float[1])]);
        _folder.Write("other.json", Encoding.UTF8.GetBytes(Map("\"a\":\"1.safetensors\"")));
        _folder.Write("config.json", "[ 1, 2, 3, 4, 5, 6 ]"u8);
    }

    public static TheoryData<string> Names => [.. Indexes.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void An_index_that_is_hostile_or_broken_is_refused(string name)
    {
        string path = _folder.Write(Index, Encoding.UTF8.GetBytes(Indexes[name].Json));
        string blamed = name switch
        {
            "an index of an index" => _folder.File("other.json"),
            "a file that is no checkpoint" => _folder.File("config.json"),
            _ => path,
        };
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), blamed, Indexes[name].Message);
    }

    [Fact]
    public void A_tensor_that_the_index_does_not_name_is_refused_by_its_file()
    {
        SafetensorsWriter.Write(_folder.File("2.safetensors"), [TensorEntry.Of("b", [1], new float[1]), TensorEntry.Of("hidden", [1], new float[1])]);
        _folder.Write(Index, Encoding.UTF8.GetBytes(Map("\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"")));
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), _folder.File("2.safetensors"), "tensor \"hidden\": found one that the index does not give to this file");
    }

    [Fact]
    public void A_tensor_in_two_files_is_refused()
    {
        SafetensorsWriter.Write(_folder.File("2.safetensors"), [TensorEntry.Of("b", [1], new float[1]), TensorEntry.Of("a", [1], new float[1])]);
        _folder.Write(Index, Encoding.UTF8.GetBytes(Map("\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"")));
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), _folder.File("2.safetensors"), "tensor \"a\"");
    }

    [Fact]
    public void A_hostile_pickle_among_the_files_is_refused()
    {
        byte[] pickle = new PickleWriter().Global("os", "system").Text("echo").Raw(0x85).Code("R").Stop();
        string shard = _folder.Write("pytorch_model-00001-of-00001.bin", ZipWriter.Checkpoint(pickle));
        _folder.Write("pytorch_model.bin.index.json", Encoding.UTF8.GetBytes(Map("\"a\":\"pytorch_model-00001-of-00001.bin\"")));
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), shard, "the global os.system");
    }

    [Fact]
    public void A_huge_index_is_refused_without_being_read()
    {
        string path = _folder.File(Index);
        using (FileStream stream = new(path, FileMode.CreateNew))
        {
            stream.Write("{\"weight_map\":{"u8);
            stream.SetLength(1L << 32);
        }
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), path, "4294967296 bytes; expected an index of at most");
    }

    [Fact]
    public void Files_that_were_opened_are_closed_when_a_later_one_is_refused()
    {
        _folder.Write("2.safetensors", "not a checkpoint"u8);
        _folder.Write(Index, Encoding.UTF8.GetBytes(Map("\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"")));
        Hostile.AssertRefused(_ => CheckpointFile.Open(_folder.Path).Dispose(), _folder.File("2.safetensors"), "an unknown format");
        Assert.Empty(MappingsOf(_folder.File("1.safetensors")));
    }

    [Fact]
    public void The_index_that_the_others_vary_is_read()
    {
        _folder.Write(Index, Encoding.UTF8.GetBytes(Map("\"a\":\"1.safetensors\",\"b\":\"2.safetensors\"")));
        using ITensorSource file = CheckpointFile.Open(_folder.Path);
        Assert.Equal(["a", "b"], file.Tensors.Keys);
        if (OperatingSystem.IsLinux()) Assert.NotEmpty(MappingsOf(_folder.File("1.safetensors")));
    }

    private static string Map(string entries) => "{\"metadata\":{\"total_size\":8},\"weight_map\":{" + entries + "}}";

    // Elsewhere than on Linux nothing tells; there, deleting the folder fails if a file is still open.
    private static IEnumerable<string> MappingsOf(string path) => !OperatingSystem.IsLinux() ? [] : File.ReadLines("/proc/self/maps").Where(line => line.EndsWith(path, StringComparison.Ordinal));
}
