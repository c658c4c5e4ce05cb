using System.Text.Encodings.Web;
using System.Text.Json;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>Reads and writes dataset.json.</summary>
internal static class DatasetManifestJson
{
    private const string Expected = "the dataset.json of a prepared data set";
    private const int MaxBytes = 1 << 20, MaxText = 4096;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Save(string path, DatasetManifest manifest) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, Options);
        json.WriteStartObject();
        json.WriteString("name", manifest.Name);
        json.WriteString("source", manifest.Source);
        json.WriteStartObject("parts");
        foreach ((string part, int questions) in manifest.Parts) json.WriteNumber(part, questions);
        json.WriteEndObject();
        json.WriteString("features", manifest.Features);
        json.WriteString("vocabulary", manifest.Vocabulary);
        json.WriteString("images", manifest.Images);
        if (manifest.Objects is not null) json.WriteString("objects", manifest.Objects);
        json.WriteStartObject("provenance");
        foreach ((string key, string value) in manifest.Provenance) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    public static DatasetManifest Load(string path)
    {
        using JsonDocument document = Parse(path);
        JsonRecord root = new(document.RootElement, path, "$", 1);
        SortedDictionary<string, int> parts = new(StringComparer.Ordinal);
        foreach ((string part, JsonRecord count) in Properties(root, "parts"))
        {
            if (!DatasetFolder.IsPartName(part)) throw count.Wrong($"a part named \"{part}\"", "a name of letters, digits and hyphens");
            bool valid = count.Element.ValueKind == JsonValueKind.Number && count.Element.TryGetInt32(out int questions) && questions >= 0;
            parts[part] = valid ? count.Element.GetInt32() : throw count.Wrong("another value", "a number of questions");
        }
        SortedDictionary<string, string> provenance = new(StringComparer.Ordinal);
        foreach ((string key, JsonRecord value) in Properties(root, "provenance")) provenance[key] = value.AsText(MaxText);
        return new DatasetManifest
        {
            Name = root.Text("name", MaxText),
            Source = root.Text("source", MaxText),
            Parts = parts,
            Features = root.TextOrNull("features", MaxText),
            Vocabulary = root.TextOrNull("vocabulary", MaxText),
            Images = root.TextOrNull("images", MaxText),
            Objects = root.TextOrNull("objects", MaxText),
            Provenance = provenance,
        };
    }

    private static IReadOnlyList<(string Name, JsonRecord Value)> Properties(JsonRecord root, string name) =>
        root.Find(name)?.Properties() ?? [];

    private static JsonDocument Parse(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? JsonDocument.Parse(File.ReadAllBytes(path))
                : throw new InputException(path, "size", $"more than {MaxBytes:N0} bytes", Expected);
        }
        catch (JsonException error)
        {
            throw new InputException(path, $"line {error.LineNumber + 1}", "damaged JSON", Expected, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InputException.Unreadable(path, error, Expected);
        }
    }
}
