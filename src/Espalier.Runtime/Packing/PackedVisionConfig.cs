using System.Text.Json.Serialization;

namespace Espalier.Packing;

/// <summary>What the runtime needs to know of mPLUG's vision encoder.</summary>
internal sealed record PackedVisionConfig
{
    /// <summary>Width and height of a picture in pixels.</summary>
    [JsonPropertyName("input_resolution")]
    public required int Resolution { get; init; }

    /// <summary>Width and height of a patch in pixels.</summary>
    [JsonPropertyName("patch_size")]
    public required int PatchSize { get; init; }

    /// <summary>Blocks.</summary>
    [JsonPropertyName("layers")]
    public required int LayerCount { get; init; }

    /// <summary>Attention heads.</summary>
    [JsonPropertyName("heads")]
    public required int HeadCount { get; init; }
}
