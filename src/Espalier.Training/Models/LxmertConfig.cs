using System.Text.Json;
using System.Text.Json.Serialization;

namespace Espalier.Training.Models;

/// <summary>
/// The shape of an <see cref="Lxmert"/> model. JSON names are those of a Hugging Face <c>config.json</c>, so that the file of a
/// published checkpoint can be read and the file of ours be read by others. Defaults are those of the base model (Tan and Bansal 2019).
/// </summary>
public sealed record LxmertConfig
{
    private const int MaximumFileBytes = 1 << 20;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, RespectNullableAnnotations = true };

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

    /// <summary>Word pieces in the vocabulary.</summary>
    [JsonPropertyName("vocab_size")]
    public int VocabularySize { get; init; } = 30_522;

    /// <summary>Width H of every hidden state.</summary>
    [JsonPropertyName("hidden_size")]
    public int HiddenSize { get; init; } = 768;

    /// <summary>Attention heads; divides <see cref="HiddenSize"/>.</summary>
    [JsonPropertyName("num_attention_heads")]
    public int HeadCount { get; init; } = 12;

    /// <summary>Width of the feed-forward layers.</summary>
    [JsonPropertyName("intermediate_size")]
    public int IntermediateSize { get; init; } = 3_072;

    /// <summary>Layers that see the question alone.</summary>
    [JsonPropertyName("l_layers")]
    public int LanguageLayers { get; init; } = 9;

    /// <summary>Layers that see the regions alone.</summary>
    [JsonPropertyName("r_layers")]
    public int VisionLayers { get; init; } = 5;

    /// <summary>Layers in which question and regions attend to each other.</summary>
    [JsonPropertyName("x_layers")]
    public int CrossLayers { get; init; } = 5;

    /// <summary>The longest question, in word pieces.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public int PositionCount { get; init; } = 512;

    /// <summary>Rows of the token type table.</summary>
    [JsonPropertyName("type_vocab_size")]
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Numbers that describe a region.</summary>
    [JsonPropertyName("visual_feat_dim")]
    public int FeatureSize { get; init; } = 2_048;

    /// <summary>Numbers that describe a box.</summary>
    [JsonPropertyName("visual_pos_dim")]
    public int BoxSize { get; init; } = 4;

    /// <summary>
    /// Answers in the vocabulary. A pre-training checkpoint names the answers of its own task here (9,500): set it to the size of
    /// your answer vocabulary before making a model.
    /// </summary>
    [JsonPropertyName("num_qa_labels")]
    public int AnswerCount { get; init; } = 2_274;

    /// <summary>Dropout rate after embeddings, attention and feed-forward layers.</summary>
    [JsonPropertyName("hidden_dropout_prob")]
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout rate on attention probabilities.</summary>
    [JsonPropertyName("attention_probs_dropout_prob")]
    public double AttentionDropout { get; init; } = 0.1;

    /// <summary>Dropout rate inside the answer head. Not a Hugging Face key: their LXMERT has another head.</summary>
    [JsonPropertyName("classifier_dropout")]
    public double HeadDropout { get; init; } = 0.5;

    /// <summary>What a LayerNorm adds to the variance.</summary>
    [JsonPropertyName("layer_norm_eps")]
    public double LayerNormEpsilon { get; init; } = 1e-12;

    /// <summary>Standard deviation of freshly drawn weights.</summary>
    [JsonPropertyName("initializer_range")]
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The activation of feed-forward layers; only "gelu", its exact form with erf, exists.</summary>
    [JsonPropertyName("hidden_act")]
    public string Activation { get; init; } = "gelu";

    /// <summary>Written so that Hugging Face's loader knows the model.</summary>
    [JsonPropertyName("model_type")]
    public string ModelType { get; init; } = "lxmert";

    /// <summary>Reads a Hugging Face <c>config.json</c>; keys that the model does not use are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, a value has the wrong type, or the sizes do not fit together.</exception>
    public static LxmertConfig Load(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > MaximumFileBytes)
            throw new InputException(path, "size", $"{file.Length} bytes", $"a model configuration of at most {MaximumFileBytes} bytes");
        LxmertConfig config;
        try
        {
            config = JsonSerializer.Deserialize<LxmertConfig>(file, Json) ?? throw new JsonException("the file holds null");
        }
        catch (JsonException error)
        {
            string place = error.Path ?? $"line {error.LineNumber + 1}";
            throw new InputException(path, place, error.Message, "a Hugging Face LXMERT configuration", error);
        }
        if (config.FindError() is { } wrong)
            throw new InputException(path, wrong.Key, wrong.Found, wrong.Expected);
        return config;
    }

    /// <summary>Writes the configuration as a Hugging Face <c>config.json</c>.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    public void Save(string path) => AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Checks that the sizes are positive and fit together.</summary>
    /// <exception cref="ArgumentException">Names the first property that does not.</exception>
    public void Validate()
    {
        if (FindError() is { } wrong)
            throw new ArgumentException($"{wrong.Property} is {wrong.Found}; expected {wrong.Expected}.", wrong.Property);
    }

    private LxmertConfigError? FindError() => LxmertConfigError.FindIn(this);
}
