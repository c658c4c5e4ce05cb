using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Espalier.Training.Models;

/// <summary>A property of a configuration that is out of range.</summary>
internal sealed record LxmertConfigError(string Property, string Found, string Expected)
{
    // Far above any published model, and far below what overflows a tensor's size.
    private const int Largest = 1 << 20;

    /// <summary>The property's name in a JSON file.</summary>
    public string Key => typeof(LxmertConfig).GetProperty(Property)!.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name;

    /// <summary>The first error of a configuration, or null.</summary>
    public static LxmertConfigError? FindIn(LxmertConfig config) =>
        Size(nameof(config.VocabularySize), config.VocabularySize)
        ?? Size(nameof(config.HiddenSize), config.HiddenSize)
        ?? Size(nameof(config.HeadCount), config.HeadCount)
        ?? Size(nameof(config.IntermediateSize), config.IntermediateSize)
        ?? Size(nameof(config.LanguageLayers), config.LanguageLayers, smallest: 0)
        ?? Size(nameof(config.VisionLayers), config.VisionLayers, smallest: 0)
        ?? Size(nameof(config.CrossLayers), config.CrossLayers)
        ?? Size(nameof(config.PositionCount), config.PositionCount)
        ?? Size(nameof(config.TokenTypeCount), config.TokenTypeCount)
        ?? Size(nameof(config.FeatureSize), config.FeatureSize)
        ?? Size(nameof(config.BoxSize), config.BoxSize)
        ?? Size(nameof(config.AnswerCount), config.AnswerCount)
        ?? Rate(nameof(config.HiddenDropout), config.HiddenDropout)
        ?? Rate(nameof(config.AttentionDropout), config.AttentionDropout)
        ?? Rate(nameof(config.HeadDropout), config.HeadDropout)
        ?? Check(nameof(config.LayerNormEpsilon), config.LayerNormEpsilon, config.LayerNormEpsilon is > 0 and < 1, "between 0 and 1")
        ?? Check(nameof(config.InitializerRange), config.InitializerRange, config.InitializerRange is >= 0 and < 1, "from 0 to below 1")
        ?? Check(nameof(config.Activation), config.Activation, config.Activation == "gelu", "\"gelu\"")
        ?? Check(nameof(config.ModelType), config.ModelType, config.ModelType == "lxmert", "\"lxmert\"")
        ?? Check(
            nameof(config.HeadCount), config.HeadCount, config.HiddenSize % config.HeadCount == 0, $"a divisor of the hidden size {config.HiddenSize}");

    private static LxmertConfigError? Size(string property, int value, int smallest = 1) =>
        Check(property, value, value >= smallest && value <= Largest, $"a number from {smallest} to {Largest}");

    private static LxmertConfigError? Rate(string property, double value) =>
        Check(property, value, value is >= 0 and < 1, "a rate of at least 0 and below 1");

    private static LxmertConfigError? Check(string property, object value, bool good, string expected) =>
        good ? null : new(property, Convert.ToString(value, CultureInfo.InvariantCulture)!, expected);
}
