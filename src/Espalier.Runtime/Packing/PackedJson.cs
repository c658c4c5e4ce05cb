using System.Text.Json.Serialization;

namespace Espalier.Packing;

/// <summary>The JSON forms of what is said in the metadata.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(PackedLineage))]
[JsonSerializable(typeof(PackedScores))]
[JsonSerializable(typeof(PackedQuestionForm))]
[JsonSerializable(typeof(PackedChecksums))]
[JsonSerializable(typeof(PackedConfig))]
[JsonSerializable(typeof(PackedRanking))]
internal sealed partial class PackedJson : JsonSerializerContext;
