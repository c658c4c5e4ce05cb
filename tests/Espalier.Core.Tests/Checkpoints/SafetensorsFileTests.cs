using Espalier.Checkpoints;
using Espalier.Testing;

namespace Espalier.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void Every_type_and_shape_of_the_golden_file_is_listed()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        ContainerCase.AssertListed(file);
        Assert.Equal("f32", file.Tensors.Keys.First());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("ünïcode", file.Metadata["note"]);
    }

    [Fact]
    public void Floats_of_every_width_agree()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        int[] count = [.. Enumerable.Range(0, 24)];
        Assert.Equal(count.Select(i => (float)i), file.ReadFloats("f32"));
        Assert.Equal(count.Select(i => (float)(i / 3.0)), file.ReadFloats("f64"));
        Assert.Equal(count.Select(i => (float)(Half)(i / 7f)), file.ReadFloats("f16"));
        Assert.All(file.ReadFloats("bf16").Index(), value => Assert.Equal(value.Index / 7f, value.Item, value.Index / 7f / 256));
    }

    [Fact]
    public void Integers_of_every_width_agree()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        Assert.Equal([-3, -2, -1, 0, 1, 2], file.ReadIntegers("i64"));
        Assert.Equal([0, 1, 2, 3, 4], file.ReadIntegers("i32"));
        Assert.Equal([-2, -1, 0, 1, 2], file.ReadIntegers("i16"));
        Assert.Equal([-2, -1, 0, 1, 2], file.ReadIntegers("i8"));
        Assert.Equal([250, 251, 252, 253, 254, 255], file.ReadIntegers("u8"));
        Assert.Equal([1, 0, 1], file.ReadIntegers("bool"));
    }

    [Fact]
    public void Special_values_are_left_to_the_caller()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NaN, -0f, float.Epsilon], file.ReadFloats("special"));
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        InputException error = Assert.Throws<InputException>(() => file.ReadFloats("absent"));
        Assert.Contains("absent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_are_not_read_as_floats()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        Assert.Throws<InputException>(() => file.ReadFloats("i64"));
        Assert.Throws<InputException>(() => file.ReadIntegers("f32"));
    }

    [Fact]
    public void A_destination_of_another_length_is_refused()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        Assert.Throws<ArgumentException>(() => file.Read("f32", new byte[95]));
    }

    [Fact]
    public void A_closed_file_is_not_read()
    {
        SafetensorsFile file = SafetensorsFile.Open(Golden.PathOf("containers", "varieties.safetensors"));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.ReadFloats("f32"));
    }
}
