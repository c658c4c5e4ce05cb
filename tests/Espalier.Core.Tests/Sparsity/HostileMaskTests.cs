using Espalier.Checkpoints;
using Espalier.Sparsity;
using Espalier.Testing;
using Espalier.Tests.Checkpoints;

namespace Espalier.Tests.Sparsity;

public sealed class HostileMaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "no shape in the metadata")]
    [InlineData("", "the shape \"\"")]
    [InlineData("2,x", "the shape \"2,x\"")]
    [InlineData("2,-3", "the shape \"2,-3\"")]
    [InlineData("4000000000,4000000000", "the shape \"4000000000,4000000000\"")]
    [InlineData("2147483647", "268435456 bytes, not 1")]
    [InlineData("3,3", "2 bytes, not 1")]
    [InlineData("2,3", "A bit beyond the end is set")]
    [InlineData("1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,8", "the shape \"1,1")]
    public void Bits_that_do_not_fit_their_shape_are_refused(string? shape, string message) =>
        Refused(TensorEntry.Of("a", TensorType.U8, [1], new byte[] { 0b1111_1111 }), shape, message);

    [Fact]
    public void Bits_in_a_matrix_are_refused() => Refused(TensorEntry.Of("a", TensorType.U8, [1, 1], new byte[1]), "1,8", "a flat U8 tensor");

    [Fact]
    public void Bits_of_another_type_are_refused() => Refused(TensorEntry.Of("a", [1], new float[1]), "1,8", "a flat U8 tensor");

    [Fact]
    public void Booleans_other_than_0_and_1_are_refused() =>
        Refused(TensorEntry.Of("a", TensorType.Bool, [3], new byte[] { 0, 1, 2 }), null, "mask \"a\", element 2: found 2", packed: false);

    [Fact]
    public void Weights_are_no_masks() => Refused(TensorEntry.Of("a", [3], new float[3]), null, "F32 [3]; expected a BOOL tensor", packed: false);

    [Fact]
    public void A_scalar_is_no_mask() => Refused(TensorEntry.Of("a", TensorType.Bool, [], new byte[1]), null, "a scalar", packed: false);

    private void Refused(TensorEntry tensor, string? shape, string message, bool packed = true)
    {
        Dictionary<string, string> metadata = [];
        if (packed) metadata.Add("format", "espalier-mask-bits-1");
        if (shape is not null) metadata.Add("shape:a", shape);
        string path = _folder.File("mask.safetensors");
        SafetensorsWriter.Write(path, [tensor], metadata);
        Hostile.AssertRefused(file => MaskFile.Read(file), path, message);
    }
}
