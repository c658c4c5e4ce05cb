using Espalier.Architectures;
using Espalier.Graphs;
using Espalier.Packing;

namespace Espalier.Answering;

/// <summary>The inference of a packed file's model: one graph, or of mPLUG those of its encoder and its decoder.</summary>
/// <param name="file">The file.</param>
internal sealed class PackedGraphs(PackedFile file)
{
    private const int MostLayers = 1_024, MostHeads = 1 << 16, MostPixels = 4_096, MostPatches = 1 << 14;

    /// <summary>Writes them down.</summary>
    /// <exception cref="InputException">The file has no model that this version can ask, or not all of its tensors.</exception>
    public static IReadOnlyList<Graph> Of(PackedFile file) => new PackedGraphs(file).Build();

    private IReadOnlyList<Graph> Build()
    {
        PackedConfig config = PackedMetadata.Json(file.Path, "config", file.Description.Config, PackedJson.Default.PackedConfig);
        int heads = Number("num_attention_heads", config.HeadCount, 1, MostHeads);
        Require("layer_norm_eps", config.LayerNormEpsilon, (float)config.LayerNormEpsilon is > 0 and < 1, "between 0 and 1, also when rounded to fp32");
        return config.ModelType switch
        {
            "lxmert" => [LxmertGraph.Build(file, heads, config.LayerNormEpsilon,
                (Layers("l_layers", config.LanguageLayers, 0), Layers("r_layers", config.VisionLayers, 0), Layers("x_layers", config.CrossLayers)))],
            "visual_bert" => [VisualBertGraph.Build(file, heads, config.LayerNormEpsilon, Layers("num_hidden_layers", config.Layers))],
            "mplug" => Mplug(config, heads),
            _ => throw Bad("model_type", $"\"{config.ModelType}\"", "\"lxmert\", \"visual_bert\" or \"mplug\""),
        };
    }

    private IReadOnlyList<Graph> Mplug(PackedConfig config, int heads)
    {
        PackedVisionConfig vision = config.Vision ?? throw Bad("visual_config", "nothing", "the shape of the vision encoder");
        int side = Number("visual_config.input_resolution", vision.Resolution, 1, MostPixels), patch = Number("visual_config.patch_size", vision.PatchSize, 1, side);
        Require("visual_config.input_resolution", side, side % patch == 0, $"a multiple of the patch size {patch}");
        // Attention takes the square of them.
        int patches = side / patch * (side / patch);
        Require("visual_config.patch_size", patch, patches <= MostPatches, $"one of which a picture has at most {MostPatches}, not {patches}");
        int layers = Layers("num_hidden_layers", config.Layers), fusion = Number("fusion_layers", config.FusionLayers, 1, layers), decoder = Layers("text_decode_layers", config.DecoderLayers);
        return
        [
            MplugEncoderGraph.Build(
                file, (heads, Number("visual_config.heads", vision.HeadCount, 1, MostHeads)), config.LayerNormEpsilon, (side, patch),
                (Layers("visual_config.layers", vision.LayerCount), Layers("text_encoder_layers", config.TextLayers), (layers - fusion)..layers, Layers("stride_layer", config.Stride), decoder)),
            MplugDecoderGraph.Build(file, heads, config.LayerNormEpsilon, decoder),
        ];
    }

    private int Layers(string key, int? value, int least = 1) => Number(key, value, least, MostLayers);

    private int Number(string key, int? value, int least, int most)
    {
        Require(key, value, value >= least && value <= most, $"{least} to {most}");
        return value!.Value;
    }

    private void Require(string key, object? value, bool good, string expected)
    {
        if (!good) throw Bad(key, FormattableString.Invariant($"{value ?? "nothing"}"), expected);
    }

    private InputException Bad(string key, string found, string expected) => new(file.Path, $"metadata \"config\", {key}", found, expected);
}
