using Espalier.Packing;
using Espalier.Testing;

namespace Espalier.Run.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PackedValues.F32)]
    [InlineData(PackedValues.I8)]
    public void All_that_a_file_says_is_shown(PackedValues values)
    {
        string model = TinyModel.Write(_folder, values: values);
        Snapshot.Match($"inspect-{values}.txt", RunProgram.Print("inspect", model, "--verify").Replace(model, "model.esp", StringComparison.Ordinal));
    }

    [Fact]
    public void The_recipe_can_be_had_alone() => Assert.Equal("name: tiny\n", RunProgram.Print("inspect", TinyModel.Write(_folder), "--recipe"));

    [Fact]
    public void A_changed_bit_is_found_where_it_is_asked_for()
    {
        string model = TinyModel.Write(_folder);
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        Outcome verified = RunProgram.Run("inspect", model, "--verify");
        Assert.Equal(2, verified.Code);
        Assert.Contains("SHA-256", verified.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_packed_model_is_told()
    {
        Outcome text = RunProgram.Run("inspect", _folder.Write("model.esp", "a text, not a model"u8)), none = RunProgram.Run("inspect", _folder.File("none.esp"));
        Assert.Equal((2, 2), (text.Code, none.Code));
        Assert.StartsWith($"espalier-run: {_folder.File("none.esp")}: ", none.Errors, StringComparison.Ordinal);
    }
}
