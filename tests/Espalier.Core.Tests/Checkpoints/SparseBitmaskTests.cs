using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class SparseBitmaskTests : IDisposable
{
    private const string Matrix = "layer.weight";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_tensors_are_those_of_the_convention()
    {
        // Ten columns: a row has two bytes of bits, the second of which is mostly unused.
        float[] weights = [0, 0, 0, 0, 0, 0, 0, 0, 0, 5, /**/ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /**/ 1, 0, 2, 0, 0, 0, 0, 3, 4, 0];
        using SafetensorsFile file = SafetensorsFile.Open(Compress([3, 10], weights));
        Assert.Equal(["bias", $"{Matrix}.shape", $"{Matrix}.compressed", $"{Matrix}.bitmask", $"{Matrix}.row_offsets"], file.Tensors.Keys);
        Assert.Equal([5f, 1, 2, 3, 4], file.ReadFloats($"{Matrix}.compressed"));
        Assert.Equal([0, 0b10, 0, 0, 0b1000_0101, 0b1], file.ReadBytes($"{Matrix}.bitmask"));
        Assert.Equal([3L, 2], file.Tensors[$"{Matrix}.bitmask"].Shape);
        Assert.Equal([3L, 10], Longs(file, "shape"));
        Assert.Equal([0L, 1, 1], Longs(file, "row_offsets"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 8)]
    [InlineData(7, 17)]
    public void What_is_opened_again_is_what_was_written(int rows, int columns)
    {
        Random random = new(rows);
        float[] weights = [.. Enumerable.Range(0, rows * columns).Select(i => random.Next(3) switch { 0 => 0, 1 => -0f, _ => random.NextSingle() })];
        using ITensorSource file = CheckpointFile.Open(Compress([rows, columns], weights));
        Assert.Equal(["bias", Matrix], file.Tensors.Keys);
        Assert.Equal([(long)rows, columns], file.Tensors[Matrix].Shape);
        Assert.Equal(weights.Select(BitConverter.SingleToInt32Bits), file.ReadFloats(Matrix).Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([7f], file.ReadFloats("bias"));
    }

    [Theory]
    [InlineData("bitmask", "another number of bits than of values")]
    [InlineData("padding", "a bit beyond the end of a row")]
    [InlineData("shape", "bits of another shape")]
    [InlineData("huge", "a shape of more than a matrix can have")]
    [InlineData("twice", "the matrix itself, too")]
    [InlineData("missing", "no shape")]
    [InlineData("offsets", "a row that begins elsewhere than after the values before it")]
    [InlineData("offsets of another type", "no whole numbers")]
    [InlineData("offsets of another shape", "too few offsets")]
    [InlineData("no offsets", "no offsets")]
    public void Parts_that_do_not_fit_together_are_refused(string damage, string why)
    {
        long[] shape = damage switch { "shape" => [2, 12], "huge" => [1L << 29, 1L << 29], _ => [2, 3] };
        byte[] bits = damage switch { "bitmask" => [0b111, 0b1], "padding" => [0b111, 0b1000], _ => [0b111, 0] };
        List<TensorEntry> entries =
        [
            TensorEntry.Of($"{Matrix}.compressed", [damage == "padding" ? 4 : 3], new float[damage == "padding" ? 4 : 3]),
            TensorEntry.Of($"{Matrix}.bitmask", TensorType.U8, [2, 1], bits),
        ];
        if (damage == "offsets of another type") entries.Add(TensorEntry.Of($"{Matrix}.row_offsets", [2], new float[2]));
        else if (damage == "offsets of another shape") entries.Add(TensorEntry.Of($"{Matrix}.row_offsets", [1], new long[1]));
        else if (damage != "no offsets") entries.Add(TensorEntry.Of($"{Matrix}.row_offsets", [2], new long[] { 0, damage == "offsets" ? 2 : 3 }));
        if (damage != "missing") entries.Add(TensorEntry.Of($"{Matrix}.shape", [2], shape));
        if (damage == "twice") entries.Add(TensorEntry.Of(Matrix, [2, 3], new float[6]));
        string path = _folder.File("bad.safetensors");
        SafetensorsWriter.Write(path, entries);
        InputException error = Assert.Throws<InputException>(() =>
        {
            using ITensorSource file = CheckpointFile.Open(path);
            _ = file.ReadFloats(Matrix);
        });
        Assert.True(error.Place.Contains(Matrix, StringComparison.Ordinal), $"{why}: {error.Message}");
    }

    [Fact]
    public void Matrices_are_not_held_but_read_again_when_they_are_written()
    {
        string dense = _folder.File("dense.safetensors");
        string[] names = ["a", "b", "c"];
        SafetensorsWriter.Write(dense, names.Select(name => TensorEntry.Of(name, [1, 2], new float[] { 0, 1 })));
        using Counting file = new(SafetensorsFile.Open(dense));
        TensorEntry[] entries = [.. SparseBitmaskLayout.Entries(file, names.ToHashSet())];
        Assert.Equal(names, file.Reads);
        SafetensorsWriter.Write(_folder.File("sparse.safetensors"), entries);
        Assert.Equal(["a", "b", "c", "a", "a", "b", "b", "c", "c"], file.Reads);
    }

    private string Compress(long[] shape, float[] weights)
    {
        string dense = _folder.File("dense.safetensors"), sparse = _folder.File("sparse.safetensors");
        SafetensorsWriter.Write(dense, [TensorEntry.Of("bias", [1], new float[] { 7 }), TensorEntry.Of(Matrix, shape, weights)]);
        using SafetensorsFile file = SafetensorsFile.Open(dense);
        SafetensorsWriter.Write(sparse, SparseBitmaskLayout.Entries(file, new HashSet<string> { Matrix }));
        return sparse;
    }

    private static long[] Longs(SafetensorsFile file, string part) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(file.ReadBytes($"{Matrix}.{part}")).ToArray();

    private sealed class Counting(ITensorSource file) : ITensorSource
    {
        public List<string> Reads { get; } = [];

        public string Path => file.Path;

        public IReadOnlyDictionary<string, TensorInfo> Tensors => file.Tensors;

        public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

        public void Read(string name, Span<byte> destination)
        {
            Reads.Add(name);
            file.Read(name, destination);
        }

        public void Dispose() => file.Dispose();
    }
}
