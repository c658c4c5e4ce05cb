using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;

namespace Espalier.Tests.Sparsity;

public sealed class MaskedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pruned_weights_read_as_zero_and_all_others_as_they_are()
    {
        using MaskedCheckpoint checkpoint = new(Weights(), Masks("a", 2, 3));
        Assert.Equal([1f, 0, 3, 0, 0, 6], checkpoint.ReadFloats("a"));
        Assert.Equal([7f, 8], checkpoint.ReadFloats("b"));
        Assert.Equal(["a", "b"], checkpoint.Tensors.Keys);
    }

    [Theory]
    [InlineData("a", 3, 2)]
    [InlineData("b", 2, 1)]
    [InlineData("c", 2, 3)]
    public void A_mask_of_no_matrix_of_the_checkpoint_is_refused(string name, int rows, int columns)
    {
        using SafetensorsFile weights = Weights();
        InputException error = Assert.Throws<InputException>(() => new MaskedCheckpoint(weights, Masks(name, rows, columns)));
        Assert.Contains($"\"{name}\"", error.Place, StringComparison.Ordinal);
    }

    private SafetensorsFile Weights()
    {
        string path = _folder.File("weights.safetensors");
        SafetensorsWriter.Write(path, [TensorEntry.Of("a", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 }), TensorEntry.Of("b", [2], new float[] { 7, 8 })]);
        return SafetensorsFile.Open(path);
    }

    private static MaskSet Masks(string name, int rows, int columns)
    {
        BitMask bits = new(rows * columns);
        foreach (int kept in new[] { 0, 2, 5 }.Where(kept => kept < bits.Length)) bits[kept] = true;
        return new MaskSet([new MatrixMask(name, [rows, columns], bits)]);
    }
}
