using System.Text.Json.Serialization;

namespace Espalier.Data;

/// <summary>How a pre-training corpus is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PretrainingCorpus))]
internal sealed partial class PretrainingJson : JsonSerializerContext;
