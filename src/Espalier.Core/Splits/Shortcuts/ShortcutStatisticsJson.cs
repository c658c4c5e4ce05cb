using System.Text.Json;
using System.Text.Json.Serialization;

namespace Espalier.Splits.Shortcuts;

/// <summary>How the shortcuts stand in split.json.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ShortcutStatistics))]
internal sealed partial class ShortcutStatisticsJson : JsonSerializerContext
{
    public const string Property = "shortcuts";
    private const string Expected = "the split.json of a prepared data set";
    private const long MaxBytes = 64L << 20;

    public static ShortcutStatistics? Load(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: var length }) return null;
        if (length > MaxBytes) throw new InputException(path, "size", $"{length:N0} bytes", $"at most {MaxBytes:N0}");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Property, out JsonElement found)
                ? found.Deserialize(Default.ShortcutStatistics)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the document reports half of a surrogate pair in a name.
            string place = error is JsonException json ? $"{json.Path ?? "$"}, line {json.LineNumber + 1}" : "$";
            throw new InputException(path, place, "damaged JSON", Expected, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, Expected);
        }
    }
}
