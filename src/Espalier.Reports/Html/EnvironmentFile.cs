using System.Text.Json;

namespace Espalier.Reports.Html;

/// <summary>Reads environment.json, whatever it holds, as lines of a name and a value.</summary>
internal static class EnvironmentFile
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return [.. Lines("", document.RootElement)];
        }
        catch (JsonException error)
        {
            throw new InputException(path, $"line {error.LineNumber + 1}", error.Message, "JSON", error);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Lines(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(property =>
            Lines(name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value)),
        JsonValueKind.Array => [new(name, string.Join(", ", value.EnumerateArray().Select(item => item.ToString())))],
        JsonValueKind.Null => [new(name, "not known")],
        _ => [new(name, value.ToString())],
    };
}
