using System.Text.Json.Serialization;
using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Graphs;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>The shape of an <see cref="Lxmert"/> model. Defaults are those of the base model (Tan and Bansal 2019).</summary>
public sealed record LxmertConfig : RegionBackboneConfig
{
    /// <summary>The published size: hidden 768, 9 language, 5 object and 5 cross layers, 2,048 region features.</summary>
    public static LxmertConfig Base { get; } = new();

    /// <summary>A model for small data and unit tests: hidden 128, 4 heads, 3 language, 2 object and 2 cross layers.</summary>
    public static LxmertConfig Tiny { get; } = new()
    {
        HiddenSize = 128,
        HeadCount = 4,
        IntermediateSize = 512,
        LanguageLayers = 3,
        VisionLayers = 2,
        CrossLayers = 2,
        PositionCount = 64,
        FeatureSize = 200,
        // 0.02 suits a width of 768; matrices this narrow would hardly pass a signal on.
        InitializerRange = 0.05,
    };

    /// <summary>Layers that see the question alone.</summary>
    [JsonPropertyName("l_layers")]
    public int LanguageLayers { get; init; } = 9;

    /// <summary>Layers that see the regions alone.</summary>
    [JsonPropertyName("r_layers")]
    public int VisionLayers { get; init; } = 5;

    /// <summary>Layers in which question and regions attend to each other.</summary>
    [JsonPropertyName("x_layers")]
    public int CrossLayers { get; init; } = 5;

    /// <inheritdoc/>
    [JsonPropertyName("visual_feat_dim")]
    public override int FeatureSize { get; init; } = 2_048;

    /// <summary>Numbers that describe a box.</summary>
    [JsonPropertyName("visual_pos_dim")]
    public int BoxSize { get; init; } = 4;

    /// <inheritdoc/>
    [JsonPropertyName("num_qa_labels")]
    public override int AnswerCount { get; init; } = 2_274;

    /// <inheritdoc/>
    [JsonPropertyName("model_type")]
    public override string ModelType { get; init; } = "lxmert";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> LayerKinds => ["language", "object", "cross"];

    /// <summary>Reads a Hugging Face <c>config.json</c>; keys that the model does not use are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, a value has the wrong type, or the sizes do not fit together.</exception>
    public static LxmertConfig Load(string path) => Read<LxmertConfig>(path);

    /// <inheritdoc/>
    public override LxmertConfig WithLayers(IReadOnlyList<int> layers) =>
        this with { LanguageLayers = layers[0], VisionLayers = layers[1], CrossLayers = layers[2] };

    /// <inheritdoc/>
    public override IReadOnlyList<Graph> Graphs(ITensorSource weights) =>
        [LxmertGraph.Build(weights, HeadCount, LayerNormEpsilon, (LanguageLayers, VisionLayers, CrossLayers))];

    /// <inheritdoc/>
    public override Lxmert Blank(Device? device = null) => Lxmert.Blank(this, device);

    /// <inheritdoc/>
    public override long FlopsPerQuestion(IReadOnlyDictionary<string, long> kept, int tokens, int regions)
    {
        long weights = kept.Sum(matrix => matrix.Value * LxmertMatrices.Products(matrix.Key, tokens, regions));
        long t = tokens, r = regions;
        // Scores and mixture, each H multiplications per pair of positions.
        long pairs = LanguageLayers * t * t + VisionLayers * r * r + CrossLayers * (2 * t * r + t * t + r * r);
        return 2 * (weights + 2 * pairs * HiddenSize + AnswerHead.Products(this));
    }

    /// <inheritdoc/>
    private protected override ConfigError? FindError() =>
        base.FindError()
        ?? ConfigError.Size(this, nameof(LanguageLayers), LanguageLayers, smallest: 0)
        ?? ConfigError.Size(this, nameof(VisionLayers), VisionLayers, smallest: 0)
        ?? ConfigError.Size(this, nameof(CrossLayers), CrossLayers)
        ?? ConfigError.Size(this, nameof(BoxSize), BoxSize)
        ?? ConfigError.Check(this, nameof(ModelType), ModelType, ModelType == "lxmert", "\"lxmert\"");
}
