using System.Text.Json.Serialization;

namespace Espalier.Packing;

/// <summary>What the runtime needs to know of a model's config.json; widths it sees from the tensors.</summary>
internal sealed record PackedConfig
{
    /// <summary>lxmert, visual_bert or mplug.</summary>
    [JsonPropertyName("model_type")]
    public required string ModelType { get; init; }

    /// <summary>Attention heads, of mPLUG those of text and fusion.</summary>
    [JsonPropertyName("num_attention_heads")]
    public required int HeadCount { get; init; }

    /// <summary>What a LayerNorm adds to the variance, of mPLUG one of text and fusion.</summary>
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

    /// <summary>VisualBERT: layers. mPLUG: layers of text and fusion as they are numbered, of which the last are fusion layers.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public int? Layers { get; init; }

    /// <summary>mPLUG: layers of the question.</summary>
    [JsonPropertyName("text_encoder_layers")]
    public int? TextLayers { get; init; }

    /// <summary>mPLUG: layers of both.</summary>
    [JsonPropertyName("fusion_layers")]
    public int? FusionLayers { get; init; }

    /// <summary>mPLUG: layers that write answers.</summary>
    [JsonPropertyName("text_decode_layers")]
    public int? DecoderLayers { get; init; }

    /// <summary>mPLUG: every how many fusion layers image and text are one sequence.</summary>
    [JsonPropertyName("stride_layer")]
    public int? Stride { get; init; }

    /// <summary>mPLUG: what reads the picture.</summary>
    [JsonPropertyName("visual_config")]
    public PackedVisionConfig? Vision { get; init; }
}
