using System.Text.Json.Serialization;

namespace Espalier.Paper.Claims;

/// <summary>The file <c>claims.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<ClaimFinding>))]
internal sealed partial class ClaimsJson : JsonSerializerContext;
