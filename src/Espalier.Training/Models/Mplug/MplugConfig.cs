using System.Text.Json.Serialization;
using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Graphs;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The shape of an <see cref="Mplug"/> model (Li et al. 2022). JSON names are those of the reference's <c>config_bert_stride3.json</c>; the vision encoder,
/// which it only names, is described beside them.
/// </summary>
public sealed record MplugConfig : BackboneConfig
{
    /// <summary>The published size: ViT-B/16 at 384 pixels, 6 text, 6 fusion and 12 decoder layers of width 768.</summary>
    public static MplugConfig Base { get; } = new();

    /// <summary>The larger published size: ViT-L/14 at 504 pixels, projected to the width of the text; the text layers are those of base.</summary>
    public static MplugConfig Large { get; } = new() { Vision = new() { Resolution = 504, PatchSize = 14, Width = 1_024, LayerCount = 24, HeadCount = 16 } };

    /// <summary>A model for small data and unit tests: hidden 128, 4 heads, images of 64 pixels in patches of 8, 2 vision, 2 text, 4 fusion and 2 decoder layers.</summary>
    public static MplugConfig Tiny { get; } = new()
    {
        HiddenSize = 128,
        HeadCount = 4,
        IntermediateSize = 512,
        LayerCount = 6,
        TextLayers = 2,
        FusionLayers = 4,
        DecoderLayers = 2,
        PositionCount = 64,
        // As in LxmertConfig.Tiny.
        InitializerRange = 0.05,
        Vision = new() { Resolution = 64, PatchSize = 8, Width = 128, LayerCount = 2, HeadCount = 4 },
    };

    /// <summary>Layers of text encoder and fusion encoder as the checkpoint numbers them: the fusion layers are the last of so many.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public int LayerCount { get; init; } = 12;

    /// <summary>Layers of the text encoder.</summary>
    [JsonPropertyName("text_encoder_layers")]
    public int TextLayers { get; init; } = 6;

    /// <summary>Layers of the fusion encoder; at most <see cref="LayerCount"/>.</summary>
    [JsonPropertyName("fusion_layers")]
    public int FusionLayers { get; init; } = 6;

    /// <summary>Layers of the decoder.</summary>
    [JsonPropertyName("text_decode_layers")]
    public int DecoderLayers { get; init; } = 12;

    /// <summary>Every so many fusion layers (but not the first) image and text attend to each other as one sequence.</summary>
    [JsonPropertyName("stride_layer")]
    public int Stride { get; init; } = 3;

    /// <summary>The vision encoder. If its width is not <see cref="BackboneConfig.HiddenSize"/>, its states are projected.</summary>
    [JsonPropertyName("visual_config")]
    public MplugVisionConfig Vision { get; init; } = new();

    /// <inheritdoc/>
    [JsonPropertyName("model_type")]
    public override string ModelType { get; init; } = "mplug";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> LayerKinds => ["vision", "text", "fusion", "decoder"];

    /// <inheritdoc/>
    [JsonIgnore]
    public override int? PictureSide => Vision.Resolution;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool Generates => true;

    /// <summary>The attention of the vision encoder is never pruned.</summary>
    public override IReadOnlyList<string> ModalitiesOf(Structure structure) => structure == Structure.Heads ? ["language", "cross"] : base.ModalitiesOf(structure);

    /// <summary>Reads a <c>config.json</c>; keys that the model does not use are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, a value has the wrong type, or the sizes do not fit together.</exception>
    public static MplugConfig Load(string path) => Read<MplugConfig>(path);

    /// <summary>Whether a fusion layer, counted from the first one that runs, is one over image and text together.</summary>
    internal bool IsConnected(int fusionLayer) => fusionLayer > 0 && fusionLayer % Stride == 0;

    /// <inheritdoc/>
    public override MplugConfig WithLayers(IReadOnlyList<int> layers) => this with
    {
        Vision = Vision with { LayerCount = layers[0] },
        TextLayers = layers[1],
        FusionLayers = layers[2],
        LayerCount = layers[1] + layers[2],
        DecoderLayers = layers[3],
    };

    /// <inheritdoc/>
    public override MplugConfig For(DataSizes data) => this with { VocabularySize = data.Vocabulary };

    /// <inheritdoc/>
    public override MplugConfig WithoutDropout() => this with { HiddenDropout = 0, AttentionDropout = 0, Vision = Vision with { AttentionDropout = 0 } };

    /// <summary>The encoder, which reads picture and question, and a step of the decoder.</summary>
    public override IReadOnlyList<Graph> Graphs(ITensorSource weights) =>
    [
        MplugEncoderGraph.Build(
            weights, (HeadCount, Vision.HeadCount), LayerNormEpsilon, (Vision.Resolution, Vision.PatchSize),
            (Vision.LayerCount, TextLayers, (LayerCount - FusionLayers)..LayerCount, Stride, DecoderLayers)),
        MplugDecoderGraph.Build(weights, HeadCount, LayerNormEpsilon, DecoderLayers),
    ];

    /// <inheritdoc/>
    public override Mplug Blank(Device? device = null) => new(this, device);

    /// <summary>
    /// As the base says, for encoding the image and the question and decoding one answer of one word; the states of patches count as tokens of the
    /// image, whatever the number of regions.
    /// </summary>
    public override long FlopsPerQuestion(IReadOnlyDictionary<string, long> kept, int tokens, int regions) => MplugFlops.Of(this, kept, tokens);

    /// <inheritdoc/>
    private protected override ConfigError? FindError() =>
        base.FindError()
        ?? ConfigError.Size(this, nameof(LayerCount), LayerCount)
        ?? ConfigError.Size(this, nameof(TextLayers), TextLayers)
        ?? ConfigError.Size(this, nameof(FusionLayers), FusionLayers)
        ?? ConfigError.Check(this, nameof(FusionLayers), FusionLayers, FusionLayers <= LayerCount, $"at most num_hidden_layers, {LayerCount}")
        ?? ConfigError.Size(this, nameof(DecoderLayers), DecoderLayers)
        ?? ConfigError.Size(this, nameof(Stride), Stride)
        ?? (Vision.FindError() is { } wrong ? ConfigError.Check(this, nameof(Vision), wrong.Found, good: false, wrong.Expected) : null)
        ?? ConfigError.Check(this, nameof(ModelType), ModelType, ModelType == "mplug", "\"mplug\"");
}
