using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Packing;
using Espalier.Sparsity;
using Espalier.Testing;

namespace Espalier.Tests.Packing;

public sealed class PackedInspectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.3, PackedValues.F32, PackedLayout.Dense)]
    [InlineData(0.6, PackedValues.F32, PackedLayout.Bits)]
    [InlineData(0.6, PackedValues.BF16, PackedLayout.Bits)]
    [InlineData(0.95, PackedValues.I8, PackedLayout.Columns)]
    public void All_bytes_and_all_zeros_are_accounted_for(double sparsity, PackedValues values, PackedLayout layout)
    {
        string path = TinyPackedModel.Write(_folder, sparsity, values: values);
        using PackedFile file = PackedFile.Open(path);
        using SafetensorsFile plain = SafetensorsFile.Open(_folder.File("model.safetensors")), raw = SafetensorsFile.Open(path);
        PackedInspection found = PackedInspection.Of(file);
        TensorInfo[] matrices = [.. plain.Tensors.Values.Where(info => info.Shape.Count == 2)];
        Assert.Equal(matrices.Select(info => (info.Name, info.Shape[0], info.Shape[1])).Order(), found.Matrices.Select(matrix => (matrix.Name, matrix.Rows, matrix.Columns)).Order());
        foreach (PackedMatrixReport matrix in found.Matrices.Where(matrix => matrix.Layout != PackedLayout.Dense || values == PackedValues.F32))
            Assert.Equal(plain.ReadFloats(matrix.Name).Count(weight => weight == 0), matrix.Zeros);
        Assert.All(found.Matrices, matrix => Assert.Equal(values, matrix.Values));
        PackedMatrixReport query = found.Matrices.Single(matrix => matrix.Name == TinyPackedModel.Query);
        Assert.Equal((layout, Modality.Cross), (query.Layout, query.Modality));
        Assert.Equal(raw.Tensors.Values.Sum(info => info.ByteLength), found.MatrixBytes + found.OtherBytes);
        Assert.Equal(plain.Tensors.Values.Sum(info => info.ByteLength), found.DenseBytes);
        Assert.Equal(new FileInfo(path).Length, found.MatrixBytes + found.OtherBytes + found.HeaderBytes);
        Assert.Equal(plain.Tensors.Count - matrices.Length, found.OtherTensors);
    }

    [Fact]
    public void Zeros_are_summed_up_over_prunable_matrices_alone()
    {
        using PackedFile file = PackedFile.Open(TinyPackedModel.Write(_folder, 0.7));
        PackedInspection found = PackedInspection.Of(file);
        SparsityReport zeros = found.Sparsity();
        Assert.Equal(["language", "cross", "pooler"], zeros.Groups.Select(group => group.Name).OrderBy(name => name[0] == 'p' ? 2 : name[0] == 'c' ? 1 : 0));
        Assert.InRange(zeros.Total.Sparsity, 0.68, 0.72);
        Assert.True(zeros.Total.Count < found.Matrices.Sum(matrix => matrix.Count));
        Assert.Equal(found.Matrices.Where(matrix => matrix.Modality is not null).Sum(matrix => matrix.Zeros), zeros.Total.Zeros);
    }
}
