using Espalier.Checkpoints;
using Espalier.Packing;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

public sealed class PackedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.3, 0, 0)]
    [InlineData(0.6, 8, 0)]
    [InlineData(0.95, 0, 8)]
    [InlineData(1, 0, 8)]
    public void Weights_come_back_bit_by_bit_in_the_smallest_layout(double sparsity, int bitmaps, int columns)
    {
        string path = TinyPackedModel.Write(_folder, sparsity);
        using PackedFile packed = PackedFile.Open(path);
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors")), raw = SafetensorsFile.Open(path);
        Assert.Equal(plain.Tensors.Keys.Order(StringComparer.Ordinal), packed.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (TensorInfo info in plain.Tensors.Values)
        {
            Assert.Equal(info.Shape, packed.Tensors[info.Name].Shape);
            Assert.Equal(plain.ReadBytes(info.Name), packed.ReadBytes(info.Name));
        }
        Assert.Equal((bitmaps, columns), (raw.Tensors.Keys.Count(name => name.EndsWith(".bitmask", StringComparison.Ordinal)), raw.Tensors.Keys.Count(name => name.EndsWith(".columns", StringComparison.Ordinal))));
        Assert.Equal(bitmaps + columns, packed.PackedNames.Count);
    }

    [Fact]
    public void Negative_zeros_and_the_ends_of_rows_come_back()
    {
        const int last = (TinyPackedModel.Width * TinyPackedModel.Wide) - 1;
        foreach (double sparsity in (double[])[0.6, 0.95])
        {
            using SafetensorsFile plain = TinyPackedModel.Weights(_folder, sparsity, (TinyPackedModel.Output, 3, -0f), (TinyPackedModel.Output, last, 9), (TinyPackedModel.Output, TinyPackedModel.Wide - 1, 8));
            string path = _folder.File("model.esp");
            PackedFileWriter.Write(path, plain, TinyPackedModel.Description);
            using PackedFile packed = PackedFile.Open(path);
            Assert.Contains(TinyPackedModel.Output, packed.PackedNames);
            Assert.Equal(plain.ReadBytes(TinyPackedModel.Output), packed.ReadBytes(TinyPackedModel.Output));
        }
    }

    [Fact]
    public void What_is_said_of_the_model_comes_back()
    {
        PackedDescription written = TinyPackedModel.Description;
        using PackedFile packed = PackedFile.Open(TinyPackedModel.Write(_folder, 0.6));
        PackedDescription read = packed.Description;
        Assert.Equal(written.Config, read.Config);
        Assert.Equal(written.Tokenizer.Vocabulary, read.Tokenizer.Vocabulary);
        Assert.Equal(written.Answers.Answers, read.Answers.Answers);
        Assert.Equal((written.Regions, written.Question, written.Scores), (read.Regions, read.Question, read.Scores));
        Assert.Equal(written.Lineage with { Stages = [] }, read.Lineage with { Stages = [] });
        Assert.Equal(written.Lineage.Stages, read.Lineage.Stages);
        using PackedFile unmeasured = PackedFile.Open(TinyPackedModel.Write(_folder, 0.6, written with { Scores = null }));
        Assert.Null(unmeasured.Description.Scores);
    }

    [Fact]
    public void A_file_that_is_written_twice_has_the_same_bytes()
    {
        byte[] first = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.7)), second = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.7));
        Assert.Equal(first, second);
    }

    [Fact]
    public void At_70_percent_it_takes_little_more_than_a_third()
    {
        string path = TinyPackedModel.Write(_folder, 0.7);
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors")), packed = SafetensorsFile.Open(path);
        double dense = Bytes(plain), small = Bytes(packed);
        // Of so small a model the answer head, which is never pruned, is a quarter: only what is prunable counts.
        double rest = plain.Tensors.Values.Where(info => packed.Tensors.ContainsKey(info.Name)).Sum(info => info.ByteLength);
        Assert.InRange((small - rest) / (dense - rest), 0.3, 0.36);

        static long Bytes(SafetensorsFile file) => file.Tensors.Values.Sum(info => info.ByteLength);
    }

    [Fact]
    public void Every_tensor_begins_where_its_numbers_may_be_read_in_place()
    {
        byte[] file = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.7));
        long header = BitConverter.ToInt64(file, 0);
        Assert.Equal(0, (8 + header) % 8);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, (int)header));
        foreach (System.Text.Json.JsonProperty tensor in json.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            int size = tensor.Value.GetProperty("dtype").GetString() switch { "I64" => 8, "F32" => 4, _ => 1 };
            Assert.Equal(0, tensor.Value.GetProperty("data_offsets")[0].GetInt64() % size);
        }
    }

    [Fact]
    public void Checksums_hold_until_a_byte_changes()
    {
        string path = TinyPackedModel.Write(_folder, 0.7);
        using (PackedFile packed = PackedFile.Open(path))
        {
            packed.Verify();
            Assert.Throws<OperationCanceledException>(() => packed.Verify(new CancellationToken(canceled: true)));
        }
        byte[] file = File.ReadAllBytes(path);
        // A change that nothing else would notice: the highest bit of a word in the answers, and the lowest one of the last weight.
        foreach (int at in (int[])[file.AsSpan().IndexOf("caf"u8), file.AsSpan().IndexOf("name: tiny"u8), FloatAt(path, file)])
        {
            byte[] changed = [.. file];
            changed[at] ^= 1;
            using PackedFile packed = PackedFile.Open(_folder.Write("changed.esp", changed));
            Assert.Contains("SHA-256", Assert.Throws<InputException>(() => packed.Verify()).Found, StringComparison.Ordinal);
            Assert.Throws<InputException>(() => PackedModel.Open(packed.Path, new PackedModelOptions { Verify = true }));
        }

        static int FloatAt(string path, byte[] file)
        {
            using SafetensorsFile opened = SafetensorsFile.Open(path);
            return file.AsSpan().IndexOf(opened.Bytes("cls.main.3.weight_v"));
        }
    }

    [Fact]
    public void Bits_are_stored_as_others_store_them()
    {
        using ITensorSource opened = CheckpointFile.Open(TinyPackedModel.Write(_folder, 0.6));
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors"));
        Assert.All(plain.Tensors.Keys, name => Assert.Equal(plain.ReadBytes(name), opened.ReadBytes(name)));
    }

    [Fact]
    public void Weights_that_are_no_finite_numbers_are_not_written()
    {
        foreach (string name in (string[])[TinyPackedModel.Query, "cls.main.0.bias"])
        {
            using SafetensorsFile plain = TinyPackedModel.Weights(_folder, 0.7, (name, 2, float.NaN));
            InputException error = Assert.Throws<InputException>(() => PackedFileWriter.Write(_folder.File("bad.esp"), plain, TinyPackedModel.Description));
            Assert.Equal(($"tensor \"{name}\", number 2", "NaN"), (error.Place, error.Found));
            Assert.False(File.Exists(_folder.File("bad.esp")));
        }
    }

    [Fact]
    public void Tensors_that_are_no_weights_stay_as_they_are_and_weights_of_another_type_are_not_written()
    {
        string mixed = _folder.File("mixed.safetensors"), path = _folder.File("mixed.esp");
        SafetensorsWriter.Write(mixed, [TensorEntry.Of("flag", TensorType.U8, [3], new byte[] { 1, 2, 3 }), TensorEntry.Of("positions", [2], new long[] { 5, 6 })]);
        using (SafetensorsFile plain = SafetensorsFile.Open(mixed)) PackedFileWriter.Write(path, plain, TinyPackedModel.Description);
        using (PackedFile packed = PackedFile.Open(path))
        {
            Assert.Equal([1, 2, 3], packed.ReadBytes("flag"));
            Assert.Equal([5, 6], packed.ReadIntegers("positions"));
        }
        SafetensorsWriter.Write(mixed, [TensorEntry.Of("w", TensorType.BF16, [1], new byte[2])]);
        using SafetensorsFile narrow = SafetensorsFile.Open(mixed);
        Assert.Contains("BF16 [1]; expected F32", Assert.Throws<InputException>(() => PackedFileWriter.Write(path, narrow, TinyPackedModel.Description)).Message, StringComparison.Ordinal);
    }
}
