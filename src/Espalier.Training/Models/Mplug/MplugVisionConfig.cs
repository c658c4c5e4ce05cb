using System.Text.Json.Serialization;

namespace Espalier.Training.Models;

/// <summary>The shape of mPLUG's vision encoder, a CLIP vision transformer (Radford et al. 2021). Defaults are those of ViT-B/16 at 384 pixels.</summary>
public sealed record MplugVisionConfig
{
    /// <summary>What a LayerNorm adds to the variance.</summary>
    internal const double LayerNormEpsilon = 1e-5;

    /// <summary>Width and height of an image in pixels; a multiple of <see cref="PatchSize"/>.</summary>
    [JsonPropertyName("input_resolution")]
    public int Resolution { get; init; } = 384;

    /// <summary>Width and height of a patch in pixels.</summary>
    [JsonPropertyName("patch_size")]
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of every state; its feed-forward layers are four times as wide.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; } = 768;

    /// <summary>Blocks.</summary>
    [JsonPropertyName("layers")]
    public int LayerCount { get; init; } = 12;

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    [JsonPropertyName("heads")]
    public int HeadCount { get; init; } = 12;

    /// <summary>Dropout rate on attention probabilities, the encoder's only dropout.</summary>
    [JsonPropertyName("attention_dropout")]
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>States of an image: its patches and the class token.</summary>
    [JsonIgnore]
    public int StateCount => (Resolution / PatchSize * (Resolution / PatchSize)) + 1;

    /// <summary>What is wrong, as what was found and what is expected; or null.</summary>
    internal (string Found, string Expected)? FindError() => this switch
    {
        { PatchSize: < 1 or > 1024 } => ($"patches of {PatchSize} pixels", "1 to 1024"),
        { Resolution: < 1 or > 4096 } => ($"images of {Resolution} pixels", "1 to 4096"),
        _ when Resolution % PatchSize != 0 => ($"images of {Resolution} pixels", $"a multiple of the patch size {PatchSize}"),
        { Width: < 1 or > 1 << 16 } => ($"width {Width}", "1 to 65536"),
        { LayerCount: < 1 or > 1024 } => ($"{LayerCount} layers", "1 to 1024"),
        { HeadCount: < 1 } => ($"{HeadCount} heads", "1 or more"),
        _ when Width % HeadCount != 0 => ($"{HeadCount} heads", $"a divisor of the width {Width}"),
        { AttentionDropout: not (>= 0 and < 1) } => (FormattableString.Invariant($"dropout {AttentionDropout}"), "a rate of at least 0 and below 1"),
        _ => null,
    };
}
