using Espalier.Answering;
using Espalier.Checkpoints;
using Espalier.Execution;
using Espalier.Kernels.Matrices;
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
    public void Ends_of_rows_come_back_and_negative_zeros_as_zeros()
    {
        const int last = (TinyPackedModel.Width * TinyPackedModel.Wide) - 1;
        foreach (double sparsity in (double[])[0.6, 0.95])
        {
            using SafetensorsFile plain = TinyPackedModel.Weights(_folder, sparsity, (TinyPackedModel.Output, 3, -0f), (TinyPackedModel.Output, last, 9), (TinyPackedModel.Output, TinyPackedModel.Wide - 1, 8));
            string path = _folder.File("model.esp");
            PackedFileWriter.Write(path, plain, TinyPackedModel.Description);
            using PackedFile packed = PackedFile.Open(path);
            Assert.Contains(TinyPackedModel.Output, packed.PackedNames);
            float[] expected = plain.ReadFloats(TinyPackedModel.Output), read = packed.ReadFloats(TinyPackedModel.Output);
            Assert.Equal(expected, read);
            Assert.Equal((9, 8), (read[last], read[TinyPackedModel.Wide - 1]));
            Assert.False(float.IsNegative(read[3]));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void Kernels_are_given_the_same_as_from_the_unpacked_matrix(double sparsity)
    {
        foreach ((int rows, int columns) in ((int, int)[])[(1, 1), (3, 200), (97, 128), (200, 131), (64, 7)])
        {
            float[] dense = Kernels.Reference.Sparse(rows, columns, sparsity, seed: 5);
            using SafetensorsFile plain = TinyCheckpoint.Write(_folder, ("w", [rows, columns], dense));
            string path = _folder.File("w.esp");
            PackedFileWriter.Write(path, plain, TinyPackedModel.Description);
            using PackedFile packed = PackedFile.Open(path);
            // Of few weights it is chance how many are zero.
            if (((IPackedSource)packed).FindSparse("w") is not { } table)
            {
                Assert.InRange(rows * columns, 1, 1_000);
                continue;
            }
            SparseMatrix expected = SparsePacker.Pack(dense, rows, columns), found = table.Matrix();
            Assert.Equal(expected.Values.Floats, found.Values.Floats);
            Assert.Equal(expected.ColumnsInBlock, found.ColumnsInBlock.Take(expected.ColumnsInBlock.Length));
            Assert.Equal(expected.Lists.Bands, found.Lists.Bands);
            Assert.Equal(expected.Lists.RowsInBand, found.Lists.RowsInBand);
            Assert.Equal(dense, packed.ReadFloats("w"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(0.95)]
    public void Rows_that_are_looked_up_are_those_of_the_whole_matrix(double sparsity)
    {
        foreach (PackedValues values in Enum.GetValues<PackedValues>())
        {
            using PackedFile packed = PackedFile.Open(TinyPackedModel.Write(_folder, sparsity, values: values));
            float[] all = packed.ReadFloats(TinyPackedModel.Output), room = new float[TinyPackedModel.Wide];
            IRowTable table = ((IPackedSource)packed).Table(TinyPackedModel.Output);
            Assert.Equal(TinyPackedModel.Width, table.Rows);
            for (int row = 0; row < table.Rows; row++) Assert.Equal(all.AsSpan(row * TinyPackedModel.Wide, TinyPackedModel.Wide), table.Row(row, room));
        }
    }

    [Theory]
    [InlineData(PackedValues.F32)]
    [InlineData(PackedValues.BF16)]
    [InlineData(PackedValues.I8)]
    public void Weights_that_are_used_in_place_lie_together(PackedValues values)
    {
        using SafetensorsFile raw = SafetensorsFile.Open(TinyPackedModel.Write(_folder, 0.7, values: values));
        bool[] used = [.. raw.Tensors.Values.SkipWhile(info => !info.Name.EndsWith(".strips", StringComparison.Ordinal)).Select(info => !info.Name.EndsWith(".bitmask", StringComparison.Ordinal))];
        Assert.Contains(false, used);
        Assert.DoesNotContain(true, used.SkipWhile(one => one));
    }

    [Theory]
    [InlineData(PackedValues.BF16, 0)]
    [InlineData(PackedValues.BF16, 0.7)]
    [InlineData(PackedValues.BF16, 0.95)]
    [InlineData(PackedValues.I8, 0)]
    [InlineData(PackedValues.I8, 0.7)]
    [InlineData(PackedValues.I8, 0.95)]
    public void Narrow_weights_are_as_near_as_is_said(PackedValues values, double sparsity)
    {
        string path = TinyPackedModel.Write(_folder, sparsity, values: values);
        using PackedFile packed = PackedFile.Open(path);
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors"));
        foreach (TensorInfo info in plain.Tensors.Values)
        {
            float[] expected = plain.ReadFloats(info.Name), found = packed.ReadFloats(info.Name);
            if (info.Shape.Count < 2) Assert.Equal(expected, found);
            int columns = expected.Length / (int)info.Shape[0];
            foreach ((float[] row, float[] near) in expected.Chunk(columns).Zip(found.Chunk(columns)))
            {
                double scale = row.Max(Math.Abs) / 127.0;
                Assert.All(row.Zip(near), pair =>
                {
                    double most = values == PackedValues.BF16 ? Math.Abs(pair.First) / 256.0 : 0.5001 * scale;
                    Assert.InRange(pair.Second, pair.First - most, pair.First + most);
                });
            }
        }
    }

    [Theory]
    [InlineData(PackedValues.F32, 0.30, 0.36)]
    [InlineData(PackedValues.BF16, 0.15, 0.20)]
    [InlineData(PackedValues.I8, 0.075, 0.13)]
    public void At_70_percent_it_takes_little_more_than_the_kept_weights(PackedValues values, double least, double most)
    {
        string path = TinyPackedModel.Write(_folder, 0.7, values: values);
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors")), raw = SafetensorsFile.Open(path);
        using PackedFile packed = PackedFile.Open(path);
        // Of so small a model the answer head, which is never pruned, is a quarter: only what is pruned counts.
        double small = raw.Tensors.Values.Where(info => packed.PackedNames.Any(name => info.Name.StartsWith(name, StringComparison.Ordinal))).Sum(info => info.ByteLength);
        Assert.InRange(small / packed.PackedNames.Sum(name => plain.Tensors[name].ByteLength), least, most);
    }

    [Theory]
    [InlineData(PackedValues.F32)]
    [InlineData(PackedValues.BF16)]
    [InlineData(PackedValues.I8)]
    public void Every_tensor_begins_where_its_numbers_may_be_read_in_place(PackedValues values)
    {
        byte[] file = File.ReadAllBytes(TinyPackedModel.Write(_folder, 0.7, values: values));
        long header = BitConverter.ToInt64(file, 0);
        Assert.Equal(0, (8 + header) % 8);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, (int)header));
        foreach (System.Text.Json.JsonProperty tensor in json.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            int size = tensor.Value.GetProperty("dtype").GetString() switch { "I64" => 8, "F32" => 4, "BF16" => 2, _ => 1 };
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
    public void A_tensor_with_the_name_of_a_part_is_not_written()
    {
        using SafetensorsFile plain = TinyCheckpoint.Write(_folder, ("w.strips", [2, 2], null));
        InputException error = Assert.Throws<InputException>(() => PackedFileWriter.Write(_folder.File("bad.esp"), plain, TinyPackedModel.Description));
        Assert.Equal(("tensor \"w.strips\"", "the name of a part of a packed matrix"), (error.Place, error.Found));
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
