using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace Espalier.Training.Models;

/// <summary>The shape of a backbone that reads region features and chooses among answers: what LXMERT and VisualBERT have in common.</summary>
public abstract record RegionBackboneConfig : BackboneConfig
{
    // Each record gives the two that follow its own key; without this they would be written a second time, under their own names.

    /// <summary>Numbers that describe a region.</summary>
    [JsonIgnore]
    public abstract int FeatureSize { get; init; }

    /// <summary>
    /// Answers in the vocabulary. A pre-training checkpoint may name the answers of its own task here: set it to the size of your answer vocabulary
    /// before making a model.
    /// </summary>
    [JsonIgnore]
    public abstract int AnswerCount { get; init; }

    /// <summary>Dropout rate inside the answer head. Not a Hugging Face key: their models have other heads.</summary>
    [JsonPropertyName("classifier_dropout")]
    public double HeadDropout { get; init; } = 0.5;

    /// <inheritdoc/>
    public override BackboneConfig For(DataSizes data) =>
        this with { VocabularySize = data.Vocabulary, AnswerCount = data.Answers ?? AnswerCount, FeatureSize = data.Features };

    /// <inheritdoc/>
    internal override ConfigError? Misfit(DataSizes data) =>
        base.Misfit(data)
        ?? ConfigError.Check(this, nameof(FeatureSize), FeatureSize, FeatureSize == data.Features, $"{data.Features}, the numbers of a region in the data's features");

    /// <inheritdoc/>
    public override RegionBackboneConfig WithoutDropout() => this with { HiddenDropout = 0, AttentionDropout = 0, HeadDropout = 0 };

    /// <inheritdoc/>
    public abstract override RegionBackbone Blank(Device? device = null);

    /// <inheritdoc/>
    public override RegionBackbone Create(ulong seed, Device? device = null) => (RegionBackbone)base.Create(seed, device);

    /// <inheritdoc/>
    private protected override ConfigError? FindError() =>
        base.FindError()
        ?? ConfigError.Size(this, nameof(FeatureSize), FeatureSize)
        ?? ConfigError.Size(this, nameof(AnswerCount), AnswerCount)
        ?? ConfigError.Rate(this, nameof(HeadDropout), HeadDropout);
}
