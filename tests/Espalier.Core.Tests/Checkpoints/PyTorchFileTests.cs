using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class PyTorchFileTests
{
    [Theory]
    [InlineData("varieties.bin")]
    [InlineData("varieties_legacy.bin")]
    public void Every_type_and_layout_has_the_values_of_the_safetensors_file(string name)
    {
        using ITensorSource file = CheckpointFile.Open(Golden.PathOf("containers", name));
        using ITensorSource expected = CheckpointFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        Assert.IsType<PyTorchFile>(file);
        ContainerCase.AssertListed(file);
        ContainerCase.AssertSame(expected, file);
    }

    [Theory]
    [InlineData("pytorch_model.bin")]
    [InlineData("pytorch_model_legacy.bin")]
    public void The_three_files_of_a_model_hold_the_same_values(string name)
    {
        using ITensorSource file = CheckpointFile.Open(Golden.PathOf("lxmert", name));
        using ITensorSource expected = CheckpointFile.Open(Golden.PathOf("lxmert", "weights.safetensors"));
        ContainerCase.AssertSame(expected, file);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Nested_dictionaries_are_flattened_with_dots()
    {
        using PyTorchFile file = PyTorchFile.Open(Golden.PathOf("containers", "nested.bin"));
        Assert.Equal(["state_dict.a", "state_dict.p"], file.Tensors.Keys);
        Assert.Equal("F32 [4, 6]", file.Tensors["state_dict.a"].ToString());
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (float)i), file.ReadFloats("state_dict.a"));
        Assert.Equal([1f, 1f], file.ReadFloats("state_dict.p"));
        Assert.Equal(
            [new("epoch", "3"), new("args.lr", "5E-05"), new("args.name", "x"), new("args.list.0", "1"), new("args.list.1", "2.5"), new("args.list.3", "true")],
            file.Metadata);
    }

    [Fact]
    public void A_folder_is_searched_for_the_usual_names()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<InputException>(() => CheckpointFile.Open(folder.Path));
        folder.Write("pytorch_model.bin", File.ReadAllBytes(Golden.PathOf("containers", "varieties.bin")));
        using ITensorSource file = CheckpointFile.Open(folder.Path);
        Assert.IsType<PyTorchFile>(file);
    }
}
