using System.Text.Json.Serialization;
using Espalier.Architectures;
using Espalier.Checkpoints;
using Espalier.Graphs;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The shape of a <see cref="VisualBert"/> model (Li et al. 2019). A key that a file does not have is what Hugging Face takes for it, 512 region features
/// among them.
/// </summary>
public sealed record VisualBertConfig : RegionBackboneConfig
{
    /// <summary>The size of uclanlp/visualbert-vqa-coco-pre: hidden 768, 12 layers, 2,048 region features.</summary>
    public static VisualBertConfig Base { get; } = new() { FeatureSize = 2_048 };

    /// <summary>A model for small data and unit tests: hidden 128, 4 heads, 4 layers.</summary>
    public static VisualBertConfig Tiny { get; } = new()
    {
        HiddenSize = 128,
        HeadCount = 4,
        IntermediateSize = 512,
        Layers = 4,
        PositionCount = 64,
        FeatureSize = 200,
        // As in LxmertConfig.Tiny.
        InitializerRange = 0.05,
    };

    /// <summary>Layers over question and regions together.</summary>
    [JsonPropertyName("num_hidden_layers")]
    public int Layers { get; init; } = 12;

    /// <inheritdoc/>
    [JsonPropertyName("visual_embedding_dim")]
    public override int FeatureSize { get; init; } = 512;

    /// <inheritdoc/>
    [JsonPropertyName("num_labels")]
    public override int AnswerCount { get; init; } = 2_274;

    /// <summary>
    /// The word whose row gets no gradient. The class of the reference says 1, although the tokenizer pads with 0: padding that is attended does train the
    /// row of [PAD].
    /// </summary>
    [JsonPropertyName("pad_token_id")]
    public int PaddingWord { get; init; } = 1;

    /// <summary>Whether regions skip all layers but the last; only false exists.</summary>
    [JsonPropertyName("bypass_transformer")]
    public bool BypassTransformer { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("model_type")]
    public override string ModelType { get; init; } = "visual_bert";

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<string> LayerKinds => ["joint"];

    /// <summary>
    /// No vision: every layer reads question and regions together, and the visual projection is never pruned. Language is the word table alone, without heads and
    /// feed-forward layers.
    /// </summary>
    public override IReadOnlyList<string> ModalitiesOf(Structure structure) => structure is Structure.Heads or Structure.Ffn ? ["cross"] : ["language", "cross"];

    /// <summary>Reads a Hugging Face <c>config.json</c>; keys that the model does not use are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, a value has the wrong type, or the sizes do not fit together.</exception>
    public static VisualBertConfig Load(string path) => Read<VisualBertConfig>(path);

    /// <inheritdoc/>
    public override VisualBertConfig WithLayers(IReadOnlyList<int> layers) => this with { Layers = layers[0] };

    /// <inheritdoc/>
    public override IReadOnlyList<Graph> Graphs(ITensorSource weights) => [VisualBertGraph.Build(weights, HeadCount, LayerNormEpsilon, Layers)];

    /// <inheritdoc/>
    public override VisualBert Blank(Device? device = null) => VisualBert.Blank(this, device);

    /// <inheritdoc/>
    public override long FlopsPerQuestion(IReadOnlyDictionary<string, long> kept, int tokens, int regions)
    {
        long positions = tokens + regions;
        long weights = kept.Sum(matrix => matrix.Value * VisualBertMatrices.Products(matrix.Key, positions));
        long projection = (long)FeatureSize * HiddenSize * regions;
        // Scores and mixture, each H multiplications per pair of positions.
        return 2 * (weights + projection + 2 * Layers * positions * positions * HiddenSize + AnswerHead.Products(this));
    }

    /// <inheritdoc/>
    private protected override ConfigError? FindError() =>
        base.FindError()
        ?? ConfigError.Size(this, nameof(Layers), Layers)
        ?? ConfigError.Check(this, nameof(PaddingWord), PaddingWord, PaddingWord >= 0 && PaddingWord < VocabularySize, "a word of the vocabulary")
        ?? ConfigError.Check(this, nameof(BypassTransformer), BypassTransformer, !BypassTransformer, "false")
        ?? ConfigError.Check(this, nameof(ModelType), ModelType, ModelType == "visual_bert", "\"visual_bert\"");
}
