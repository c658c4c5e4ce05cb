using Espalier.Architectures;
using Espalier.Training.Models;
using static TorchSharp.torch;

namespace Espalier.Training.Tests.Models;

/// <summary>Names, shapes and groups of weights, on the meta device: nothing is allocated.</summary>
public sealed class MplugLayoutTests
{
    private static readonly Mplug Base = MplugConfig.Base.Blank(META);

    [Theory]
    [InlineData("tiny")]
    [InlineData("base")]
    public void The_state_dict_has_the_recorded_names_and_shapes(string size)
    {
        Mplug model = size == "base" ? Base : MplugConfig.Tiny.Blank(META);
        Assert.Equal(Layout.Read($"mplug-{size}.txt"), Layout.Of(model));
    }

    [Theory]
    [InlineData("visual_encoder.", 56_623_104)]
    [InlineData("text_encoder.", 42_467_328)]
    [InlineData("fusion_encoder.", 56_623_104)]
    [InlineData("text_decoder.", 113_246_208)]
    [InlineData("", 268_959_744)]
    public void Base_has_the_published_number_of_prunable_weights(string part, long expected) =>
        Assert.Equal(expected, Prunable(Base).Where(matrix => matrix.Name.StartsWith(part, StringComparison.Ordinal)).Sum(matrix => matrix.Weight.numel()));

    [Theory]
    [InlineData(Modality.Vision, 56_623_104)]
    [InlineData(Modality.Language, 42_467_328 + 113_246_208)]
    [InlineData(Modality.Cross, 56_623_104)]
    public void Text_encoder_and_decoder_are_language(Modality modality, long expected) =>
        Assert.Equal(expected, Prunable(Base).Where(matrix => matrix.Modality == modality).Sum(matrix => matrix.Weight.numel()));

    [Fact]
    public void A_vision_encoder_of_another_width_is_projected()
    {
        Assert.DoesNotContain(Base.named_parameters(), p => p.name.StartsWith("visn_", StringComparison.Ordinal));
        Dictionary<string, long[]> large = MplugConfig.Large.Blank(META).named_parameters().ToDictionary(p => p.name, p => p.parameter.shape);
        Assert.Equal([768, 1_024], large["visn_fc.weight"]);
        Assert.Equal([768], large["visn_layer_norm.weight"]);
        Assert.Equal([1_297, 1_024], large["visual_encoder.visual.positional_embedding"]);
        Assert.Equal(24, large.Keys.Count(name => name.EndsWith(".mlp.c_fc.weight", StringComparison.Ordinal)));
    }

    [Fact]
    public void Matrices_have_the_names_of_the_state_dict_in_its_order()
    {
        HashSet<string> names = [.. Base.Matrices.Select(matrix => matrix.Name)];
        Assert.Equal(Base.named_parameters().Where(p => names.Contains(p.name)).Select(p => p.name), Base.Matrices.Select(matrix => matrix.Name));
        Assert.Contains("visual_encoder.visual.transformer.resblocks.11.attn.in_proj_weight", names);
    }

    private static IEnumerable<WeightMatrix> Prunable(Mplug model) => model.Matrices.Where(matrix => matrix.Modality is not null);
}
