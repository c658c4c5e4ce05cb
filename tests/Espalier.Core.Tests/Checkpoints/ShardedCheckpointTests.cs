using System.Text.Json;
using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class ShardedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_index_of_safetensors_is_read_as_one_checkpoint_of_its_folder_or_of_itself()
    {
        string index = WriteShards();
        foreach (string path in new[] { index, _folder.Path })
        {
            using ITensorSource file = CheckpointFile.Open(path);
            Assert.Equal(index, file.Path);
            Assert.Equal(["c", "a", "b"], file.Tensors.Keys);
            Assert.Equal([1f, 2], file.ReadFloats("a"));
            Assert.Equal([3f], file.ReadFloats("b"));
            Assert.Equal([4L], file.ReadIntegers("c"));
            Assert.Equal([new("total_size", "20"), new("format", "pt")], file.Metadata);
            Assert.Contains("tensor \"d\"", Assert.Throws<InputException>(() => file.ReadBytes("d")).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_index_of_PyTorch_files_is_read_too()
    {
        using ITensorSource golden = CheckpointFile.Open(Golden.PathOf("lxmert", "weights.safetensors"));
        string[] names = [.. golden.Tensors.Keys];
        foreach (int shard in new[] { 0, 1 })
            _folder.Write($"part-{shard}.bin", TorchFile.Zip(golden, names.Where((_, i) => i % 2 == shard).ToDictionary(name => name)));
        WriteIndex("pytorch_model.bin.index.json", names.Select((name, i) => (name, $"part-{i % 2}.bin")));

        using ITensorSource file = CheckpointFile.Open(_folder.Path);

        ContainerCase.AssertSame(golden, file);
    }

    [Fact]
    public void The_parts_of_a_sparse_matrix_may_lie_in_several_files()
    {
        string dense = _folder.File("dense.safetensors");
        SafetensorsWriter.Write(dense, [TensorEntry.Of("m", [2, 3], new float[] { 0, 5, 0, 6, 0, 7 })]);
        using SafetensorsFile source = SafetensorsFile.Open(dense);
        TensorEntry[] parts = [.. SparseBitmaskLayout.Entries(source, new HashSet<string> { "m" })];
        for (int i = 0; i < parts.Length; i++) SafetensorsWriter.Write(_folder.File($"{i}.safetensors"), [parts[i]]);
        WriteIndex("model.safetensors.index.json", parts.Select((part, i) => (part.Info.Name, $"{i}.safetensors")));

        using ITensorSource file = CheckpointFile.Open(_folder.Path);

        ContainerCase.AssertSame(source, file);
    }

    [Fact]
    public void The_whole_file_comes_before_the_index_and_safetensors_before_PyTorch()
    {
        string index = WriteShards();
        File.Copy(index, _folder.File("pytorch_model.bin.index.json"));
        Assert.Equal(index, CheckpointFile.FindIn(_folder.Path));
        string whole = _folder.File("model.safetensors");
        SafetensorsWriter.Write(whole, [TensorEntry.Of("w", [1], new float[1])]);
        Assert.Equal(whole, CheckpointFile.FindIn(_folder.Path));
    }

    [Fact]
    public void The_files_of_an_index_are_itself_and_those_that_it_names()
    {
        string index = WriteShards();
        Assert.Equal([index, _folder.File("2.safetensors"), _folder.File("1.safetensors")], CheckpointFile.FilesOf(_folder.Path));
        Assert.Equal([_folder.File("1.safetensors")], CheckpointFile.FilesOf(_folder.File("1.safetensors")));
    }

    [Fact]
    public void Files_may_be_links_as_in_a_cache()
    {
        using TemporaryFolder blobs = new();
        foreach (string path in CheckpointFile.FilesOf(WriteShards()))
        {
            string blob = blobs.File(Path.GetFileName(path));
            File.Move(path, blob);
            File.CreateSymbolicLink(path, blob);
        }
        using ITensorSource file = CheckpointFile.Open(_folder.Path);
        Assert.Equal([3f], file.ReadFloats("b"));
    }

    [Fact]
    public void A_link_that_leads_nowhere_or_round_in_a_circle_is_refused()
    {
        File.CreateSymbolicLink(_folder.File("nowhere"), _folder.File("absent"));
        File.CreateSymbolicLink(_folder.File("circle"), _folder.File("circle"));
        foreach (string name in new[] { "nowhere", "circle" })
            Hostile.AssertRefused(path => CheckpointFile.Open(path).Dispose(), _folder.File(name), "file: found");
    }

    private string WriteShards()
    {
        SafetensorsWriter.Write(_folder.File("1.safetensors"), [TensorEntry.Of("a", [2], new float[] { 1, 2 }), TensorEntry.Of("b", [1], new float[] { 3 })]);
        SafetensorsWriter.Write(_folder.File("2.safetensors"), [TensorEntry.Of("c", [1], new long[] { 4 })], [new("format", "pt")]);
        return WriteIndex("model.safetensors.index.json", [("c", "2.safetensors"), ("a", "1.safetensors"), ("b", "1.safetensors")]);
    }

    private string WriteIndex(string name, IEnumerable<(string Tensor, string File)> map) => _folder.Write(name, JsonSerializer.SerializeToUtf8Bytes(new
    {
        metadata = new { total_size = 20, format = "pt", other = new[] { 1 } },
        weight_map = map.ToDictionary(entry => entry.Tensor, entry => entry.File),
    }));
}
