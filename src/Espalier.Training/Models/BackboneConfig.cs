using System.Reflection;
using System.Text.Json.Serialization;
using Espalier.Checkpoints;
using Espalier.Graphs;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>
/// The shape of a backbone, and so the way to make one. JSON names are those of a Hugging Face <c>config.json</c>, so that the file of a published
/// checkpoint can be read and the file of ours be read by others. What every BERT-like backbone has is here, with the defaults of BERT-base
/// (Devlin et al. 2019); the rest is in the record of each.
/// </summary>
public abstract record BackboneConfig
{
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

    /// <summary>The longest question, in word pieces.</summary>
    [JsonPropertyName("max_position_embeddings")]
    public int PositionCount { get; init; } = 512;

    /// <summary>Rows of the token type table.</summary>
    [JsonPropertyName("type_vocab_size")]
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Dropout rate after embeddings, attention and feed-forward layers.</summary>
    [JsonPropertyName("hidden_dropout_prob")]
    public double HiddenDropout { get; init; } = 0.1;

    /// <summary>Dropout rate on attention probabilities.</summary>
    [JsonPropertyName("attention_probs_dropout_prob")]
    public double AttentionDropout { get; init; } = 0.1;

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
    public abstract string ModelType { get; init; }

    /// <summary>What the numbers of a recipe's `model.layers` count, in their order: "language layers".</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> LayerKinds { get; }

    /// <summary>Width and height, in pixels, of the pictures that it reads; null where it reads region features.</summary>
    [JsonIgnore]
    public virtual int? PictureSide => null;

    /// <summary>Whether it writes its answers word by word, and learns to from the annotators' own words, instead of choosing among classes.</summary>
    [JsonIgnore]
    public virtual bool Generates => false;

    /// <summary>The modalities that have something to prune, as a recipe's `stage2.only` and `stage2.allocation` name them.</summary>
    /// <param name="structure">What is pruned as a whole.</param>
    public virtual IReadOnlyList<string> ModalitiesOf(Structure structure) => ["language", "vision", "cross"];

    /// <summary>Checks that the sizes are positive and fit together.</summary>
    /// <exception cref="ArgumentException">Names the first property that does not.</exception>
    public void Validate()
    {
        if (FindError() is { } wrong)
            throw new ArgumentException($"{wrong.Property} is {wrong.Found}; expected {wrong.Expected}.", wrong.Property);
    }

    /// <summary>Writes the configuration as a Hugging Face <c>config.json</c>.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    public void Save(string path) => ConfigFile.Write(path, this);

    /// <summary>What <see cref="Save"/> writes.</summary>
    public string ToJson() => ConfigFile.Text(this);

    /// <summary>The same shape with as many layers of each of its <see cref="LayerKinds"/>.</summary>
    /// <param name="layers">One number for each kind.</param>
    public abstract BackboneConfig WithLayers(IReadOnlyList<int> layers);

    /// <summary>The same shape for given data.</summary>
    /// <param name="data">What they decide.</param>
    public abstract BackboneConfig For(DataSizes data);

    /// <summary>The first size of a checkpoint's configuration that data of other sizes cannot be read with, or null.</summary>
    internal virtual ConfigError? Misfit(DataSizes data) => ConfigError.Check(
        this, nameof(VocabularySize), VocabularySize, VocabularySize == data.Vocabulary,
        $"{data.Vocabulary}, the word pieces of the data (data import --vocab takes over those of a checkpoint)");

    /// <summary>The first property whose value is not that of another configuration of the same backbone, or null.</summary>
    internal ConfigError? FirstDifference(BackboneConfig expected) => GetType().GetProperties()
        .Where(property => property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null && !Equals(property.GetValue(this), property.GetValue(expected)))
        .Select(property => ConfigError.Check(this, property.Name, property.GetValue(this)!, good: false, $"{property.GetValue(expected)}"))
        .FirstOrDefault();

    /// <summary>The same shape without any dropout.</summary>
    public virtual BackboneConfig WithoutDropout() => this with { HiddenDropout = 0, AttentionDropout = 0 };

    /// <summary>
    /// Floating-point operations of one question, a multiply and an add counted as two: matrix products with the weights that are kept, as if zeros cost
    /// nothing, and attention products. Element-wise work (a few percent) is left out, as usual.
    /// </summary>
    /// <param name="kept">By name of a prunable matrix, the weights that the mask keeps.</param>
    /// <param name="tokens">Word pieces of the question, special ones included.</param>
    /// <param name="regions">Regions of the image.</param>
    public abstract long FlopsPerQuestion(IReadOnlyDictionary<string, long> kept, int tokens, int regions);

    /// <summary>The inference of such a model, in the parts in which it is run: one, or what reads and then what writes.</summary>
    /// <param name="weights">A checkpoint under the model's own names; only names and shapes are read.</param>
    /// <exception cref="InputException">It is not one of such a model.</exception>
    public abstract IReadOnlyList<Graph> Graphs(ITensorSource weights);

    /// <summary>Creates a model whose weights are all zero, to be loaded: for a large model this saves the drawing of random ones.</summary>
    /// <param name="device">Where it lives; the CPU by default. On the meta device it has shapes but no weights.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public abstract VqaBackbone Blank(Device? device = null);

    /// <summary>Creates a model with freshly drawn weights.</summary>
    /// <param name="seed">Decides every weight, whatever the device; libtorch's own generators are not used.</param>
    /// <param name="device">As for <see cref="Blank"/>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit together.</exception>
    public virtual VqaBackbone Create(ulong seed, Device? device = null)
    {
        VqaBackbone model = Blank(device);
        WeightInitializer.Fill(model, InitializerRange, seed);
        return model;
    }

    /// <summary>Creates a model from a pre-training checkpoint, with a new answer head if it has none.</summary>
    /// <param name="source">The open checkpoint.</param>
    /// <param name="seed">Decides the new head: the same weights as those of a model freshly drawn with this seed.</param>
    /// <param name="device">As for <see cref="Blank"/>.</param>
    /// <exception cref="InputException">The checkpoint does not have the weights of such a model.</exception>
    public VqaBackbone FromPretrained(ITensorSource source, ulong seed, Device? device = null)
    {
        VqaBackbone model = Blank(device);
        HashSet<string> missing = [.. ModelWeights.Load(model, source, model.Pretrained).Missing];
        WeightInitializer.Fill(model, InitializerRange, seed, missing.Contains);
        return model;
    }

    /// <summary>Reads a Hugging Face <c>config.json</c>; keys that the model does not use are passed over.</summary>
    /// <typeparam name="T">The record of the backbone.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">The file is not JSON, a value has the wrong type, or the sizes do not fit together.</exception>
    protected static T Read<T>(string path)
        where T : BackboneConfig
    {
        T config = ConfigFile.Read<T>(path);
        if (config.FindError() is { } wrong) throw new InputException(path, wrong.Key, wrong.Found, wrong.Expected);
        return config;
    }

    /// <summary>The first property that is out of range, or null; a derived record adds its own after these.</summary>
    private protected virtual ConfigError? FindError() =>
        ConfigError.Size(this, nameof(VocabularySize), VocabularySize)
        ?? ConfigError.Size(this, nameof(HiddenSize), HiddenSize)
        ?? ConfigError.Size(this, nameof(HeadCount), HeadCount)
        ?? ConfigError.Size(this, nameof(IntermediateSize), IntermediateSize)
        ?? ConfigError.Size(this, nameof(PositionCount), PositionCount)
        ?? ConfigError.Size(this, nameof(TokenTypeCount), TokenTypeCount)
        ?? ConfigError.Rate(this, nameof(HiddenDropout), HiddenDropout)
        ?? ConfigError.Rate(this, nameof(AttentionDropout), AttentionDropout)
        ?? ConfigError.Check(this, nameof(LayerNormEpsilon), LayerNormEpsilon, LayerNormEpsilon is > 0 and < 1, "between 0 and 1")
        ?? ConfigError.Check(this, nameof(InitializerRange), InitializerRange, InitializerRange is >= 0 and < 1, "from 0 to below 1")
        ?? ConfigError.Check(this, nameof(Activation), Activation, Activation == "gelu", "\"gelu\"")
        ?? ConfigError.Check(this, nameof(HeadCount), HeadCount, HiddenSize % HeadCount == 0, $"a divisor of the hidden size {HiddenSize}");
}
