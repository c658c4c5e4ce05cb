using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;

namespace Espalier.Tests.Sparsity;

public sealed class MaskFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_masks_of_the_reference_make_the_round_trip_at_an_eighth_of_the_size()
    {
        string golden = Golden.PathOf("masked_lxmert_modal", "binary_masks.safetensors");
        MaskSet masks = MaskFile.Read(golden);
        string path = _folder.File("mask.safetensors");
        MaskFile.Write(path, new MaskSet(masks.Masks.Values, new Dictionary<string, string> { ["recipe"] = "lpf+lmh" }));

        MaskSet copy = MaskFile.Read(path);
        Assert.Equal(masks.Masks.Keys, copy.Masks.Keys);
        Assert.All(masks.Masks.Values, mask => Assert.Equal(mask.Bits, copy.Masks[mask.Name].Bits));
        Assert.All(masks.Masks.Values, mask => Assert.Equal(mask.Shape, copy.Masks[mask.Name].Shape));
        Assert.Equal([new("recipe", "lpf+lmh")], copy.Metadata);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(70656 / 8, file.Tensors.Values.Sum(info => info.ByteLength));
    }

    [Fact]
    public void Masks_that_PyTorch_saved_are_read()
    {
        byte[] pickle = new PickleWriter().Code("}").Text("pooler.weight").Tensor("0", 16, 1, [2, 3], [3, 1], "BoolStorage").Code("s").Stop();
        byte[] archive = new ZipWriter().Add("mask/data.pkl", pickle).Add("mask/data/0", [0, 1, 0, 1, 1, 0, 0, .. new byte[9]]).ToArray();
        MatrixMask mask = MaskFile.Read(_folder.Write("mask.pt", archive)).Masks["pooler.weight"];
        Assert.Equal([2, 3], mask.Shape);
        Assert.Equal(BitMask.FromFloats([1, 0, 1, 1, 0, 0]), mask.Bits);
    }

    [Fact]
    public void Similarity_is_the_mean_over_matrices_of_shared_over_all()
    {
        MaskSet first = Set((1, [1, 1, 0, 0]), (2, [1, 0]));
        MaskSet second = Set((1, [1, 0, 1, 0]), (2, [1, 0]));
        Assert.Equal((1.0 / 3 + 1) / 2, MaskSet.Similarity(first, second), 12);
        Assert.Equal(1, MaskSet.Similarity(Set((1, [0, 0])), Set((1, [0, 0]))));
        Assert.Throws<ArgumentException>(() => MaskSet.Similarity(first, Set((1, [1, 1, 0, 0]))));
        Assert.Throws<ArgumentException>(() => MaskSet.Similarity(Set((1, [1])), Set((2, [1]))));
    }

    [Fact]
    public void A_shape_of_another_size_is_refused() => Assert.Throws<ArgumentException>(() => new MatrixMask("a", [2, 2], new BitMask(5)));

    private static MaskSet Set(params (int Name, float[] Bits)[] masks) =>
        new(masks.Select(mask => new MatrixMask($"{mask.Name}", [mask.Bits.Length], BitMask.FromFloats(mask.Bits))));
}
