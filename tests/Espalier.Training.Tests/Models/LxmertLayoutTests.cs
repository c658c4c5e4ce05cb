using Espalier.Architectures;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Names, shapes and groups of weights, on the meta device: nothing is allocated.</summary>
public sealed class LxmertLayoutTests
{
    private static readonly Lxmert Base = Lxmert.Blank(LxmertConfig.Base, META);

    [Theory]
    [InlineData("tiny")]
    [InlineData("base")]
    public void The_state_dict_has_the_recorded_names_and_shapes(string size) =>
        Assert.Equal(Layout.Read($"lxmert-{size}.txt"), Layout.Of(size == "base" ? Base : Lxmert.Blank(LxmertConfig.Tiny, META)));

    [Theory]
    [InlineData(Modality.Language, 87_141_888)]
    [InlineData(Modality.Vision, 36_965_376)]
    [InlineData(Modality.Cross, 82_575_360)]
    [InlineData(Modality.Pooler, 589_824)]
    public void Base_has_the_published_number_of_prunable_weights(Modality modality, long expected) =>
        Assert.Equal(expected, Base.Matrices.Where(matrix => matrix.Modality == modality).Sum(matrix => matrix.Weight.numel()));

    [Fact]
    public void Base_has_168_prunable_matrices_and_two_that_are_not() =>
        Assert.Equal(
            (168, "lxmert.embeddings.position_embeddings.weight lxmert.embeddings.token_type_embeddings.weight"),
            (Base.Matrices.Count(matrix => matrix.Modality is not null), string.Join(' ', Base.Matrices.Where(m => m.Modality is null).Select(m => m.Name))));

    [Fact]
    public void Base_has_the_published_number_of_parameters()
    {
        long Count(string prefix) => Base.named_parameters().Where(p => p.name.StartsWith(prefix, StringComparison.Ordinal)).Sum(p => p.parameter.numel());
        Assert.Equal((207_936_768, 212_613_092), (Count("lxmert."), Count("")));
    }

    [Fact]
    public void Matrices_have_the_names_of_the_state_dict_in_its_order() =>
        Assert.Equal(
            Base.named_parameters().Where(p => p.parameter.shape.Length == 2 && !p.name.StartsWith("classifier.", StringComparison.Ordinal)).Select(p => p.name),
            Base.Matrices.Select(matrix => matrix.Name));
}
