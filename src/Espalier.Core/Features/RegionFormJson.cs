using System.Text.Json.Serialization;

namespace Espalier.Features;

/// <summary>The JSON form of <see cref="RegionForm"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RegionForm))]
internal sealed partial class RegionFormJson : JsonSerializerContext;
