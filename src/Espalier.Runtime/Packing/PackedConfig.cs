using System.Text.Json.Serialization;
using Espalier.Architectures;
using Espalier.Graphs;

namespace Espalier.Packing;

/// <summary>What the runtime needs to know of a model's config.json; widths it sees from the tensors.</summary>
internal sealed record PackedConfig
{
    private const int MostLayers = 1_024, MostHeads = 1 << 16;

    /// <summary>lxmert or visual_bert.</summary>
    [JsonPropertyName("model_type")]
    public required string ModelType { get; init; }

    /// <summary>Attention heads.</summary>
    [JsonPropertyName("num_attention_heads")]
    public required int HeadCount { get; init; }

    /// <summary>What a LayerNorm adds to the variance.</summary>
    [JsonPropertyName("layer_norm_eps")]
    public required double LayerNormEpsilon { get; init; }

    /// <summary>LXMERT: layers of the question.</summary>
    [JsonPropertyName("l_layers")]
    public int? LanguageLayers { get; init; }

    /// <summary>LXMERT: layers of the regions.</summary>
    [JsonPropertyName("r_layers")]
    public int? VisionLayers { get; init; }

    /// <summary>LXMERT: layers of both.</summary>
    [JsonPropertyName("x_layers")]
    public int? CrossLayers { get; init; }

    /// <summary>VisualBERT: layers.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public int? Layers { get; init; }

    /// <summary>The inference of a file's model.</summary>
    /// <exception cref="InputException">The file has no model that this version can ask, or not all of its tensors.</exception>
    public static Graph GraphOf(PackedFile file)
    {
        PackedConfig config = PackedMetadata.Json(file.Path, "config", file.Description.Config, PackedJson.Default.PackedConfig);
        Require("num_attention_heads", config.HeadCount, config.HeadCount is >= 1 and <= MostHeads, $"1 to {MostHeads}");
        Require("layer_norm_eps", config.LayerNormEpsilon, (float)config.LayerNormEpsilon is > 0 and < 1, "between 0 and 1, also when rounded to fp32");
        return config.ModelType switch
        {
            "lxmert" => LxmertGraph.Build(file, config.HeadCount, config.LayerNormEpsilon,
                (Number("l_layers", config.LanguageLayers, 0), Number("r_layers", config.VisionLayers, 0), Number("x_layers", config.CrossLayers, 1))),
            "visual_bert" => VisualBertGraph.Build(file, config.HeadCount, config.LayerNormEpsilon, Number("num_hidden_layers", config.Layers, 1)),
            _ => throw Bad("model_type", $"\"{config.ModelType}\"", "\"lxmert\" or \"visual_bert\", which read region features; other models are asked by the run itself"),
        };

        int Number(string key, int? value, int least)
        {
            Require(key, value, value >= least && value <= MostLayers, $"{least} to {MostLayers}");
            return value!.Value;
        }

        void Require(string key, object? value, bool good, string expected)
        {
            if (!good) throw Bad(key, FormattableString.Invariant($"{value ?? "nothing"}"), expected);
        }

        InputException Bad(string key, string found, string expected) => new(file.Path, $"metadata \"config\", {key}", found, expected);
    }
}
