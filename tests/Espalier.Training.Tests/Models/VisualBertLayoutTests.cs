using Espalier.Architectures;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Names, shapes and groups of weights, on the meta device: nothing is allocated.</summary>
public sealed class VisualBertLayoutTests
{
    private static readonly VisualBert Base = VisualBert.Blank(VisualBertConfig.Base, META);

    [Theory]
    [InlineData("tiny")]
    [InlineData("base")]
    public void The_state_dict_has_the_recorded_names_and_shapes(string size) =>
        Assert.Equal(Layout.Read($"visualbert-{size}.txt"), Layout.Of(size == "base" ? Base : VisualBert.Blank(VisualBertConfig.Tiny, META)));

    [Theory]
    [InlineData(Modality.Language, 1, 23_440_896)]
    [InlineData(Modality.Cross, 72, 84_934_656)]
    [InlineData(Modality.Pooler, 1, 589_824)]
    public void Base_has_the_published_number_of_prunable_weights(Modality modality, int matrices, long weights)
    {
        WeightMatrix[] found = [.. Base.Matrices.Where(matrix => matrix.Modality == modality)];
        Assert.Equal((matrices, weights), (found.Length, found.Sum(matrix => matrix.Weight.numel())));
    }

    [Fact]
    public void Base_has_74_prunable_matrices_and_the_visual_projection_is_none_of_them()
    {
        WeightMatrix[] prunable = [.. Base.Matrices.Where(matrix => matrix.Modality is not null)];
        Assert.Equal((74, 108_965_376), (prunable.Length, prunable.Sum(matrix => matrix.Weight.numel())));
        Assert.Equal(
            ["position_embeddings", "token_type_embeddings", "visual_token_type_embeddings", "visual_position_embeddings", "visual_projection"],
            Base.Matrices.Where(matrix => matrix.Modality is null).Select(matrix => matrix.Name["visual_bert.embeddings.".Length..^".weight".Length]));
    }

    [Fact]
    public void Base_has_the_published_number_of_parameters_below_its_head() =>
        Assert.Equal(111_450_624, Base.named_parameters().Where(p => !p.name.StartsWith("cls.", StringComparison.Ordinal)).Sum(p => p.parameter.numel()));

    [Fact]
    public void Matrices_have_the_names_of_the_state_dict_in_its_order() =>
        Assert.Equal(
            Base.named_parameters().Where(p => p.parameter.shape.Length == 2 && !p.name.StartsWith("cls.", StringComparison.Ordinal)).Select(p => p.name),
            Base.Matrices.Select(matrix => matrix.Name));
}
