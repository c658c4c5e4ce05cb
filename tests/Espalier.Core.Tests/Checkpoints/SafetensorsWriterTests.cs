using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_copied_from_the_golden_file_reads_back_the_same()
    {
        using SafetensorsFile golden = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        string path = _folder.File("copy.safetensors");
        SafetensorsWriter.Write(path, golden.Tensors.Keys.Select(name => TensorEntry.From(golden, name)), golden.Metadata);

        using SafetensorsFile copy = SafetensorsFile.Open(path);
        ContainerCase.AssertSame(golden, copy);
        Assert.Equal(golden.Tensors.Keys, copy.Tensors.Keys);
        Assert.Equal(golden.Metadata, copy.Metadata);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, [TensorEntry.Of("a", [1], new float[] { 1 })]);
        byte[] header = [.. """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"""u8];
        Assert.Equal([56, 0, 0, 0, 0, 0, 0, 0, .. header, 32, 32, 0, 0, 128, 63], stream.ToArray());
    }

    [Fact]
    public void Names_of_every_script_and_escapes_survive()
    {
        string path = _folder.File("names.safetensors");
        string[] names = ["", "a\"b\\c", "ключ", "鍵", "😀", "\u0001"];
        SafetensorsWriter.Write(path, names.Select((name, i) => TensorEntry.Of(name, [], new long[] { i })));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(names, file.Tensors.Keys);
        Assert.All(names.Index(), name => Assert.Equal([name.Index], file.ReadIntegers(name.Item)));
    }

    [Fact]
    public void A_name_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(Stream.Null, [Scalar("a"), Scalar("a")]));

    [Fact]
    public void An_entry_that_writes_too_little_leaves_the_old_file()
    {
        string path = _folder.Write("old.safetensors", "old"u8);
        TensorEntry liar = new("a", TensorType.U8, [2], stream => stream.WriteByte(1));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [liar]));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Impossible_shapes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TensorEntry.Of("a", [2], new float[3]));
        Assert.Throws<ArgumentException>(() => TensorEntry.Of("a", [-1], ReadOnlyMemory<float>.Empty));
        Assert.Throws<ArgumentException>(() => TensorEntry.Of("a", [long.MaxValue, 3], ReadOnlyMemory<float>.Empty));
    }

    private static TensorEntry Scalar(string name) => TensorEntry.Of(name, [], new float[1]);
}
