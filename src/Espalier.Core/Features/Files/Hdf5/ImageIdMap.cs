using System.Text.Json;
using Espalier.Checkpoints.PyTorch;
using Espalier.Json;

namespace Espalier.Features;

/// <summary>
/// A file that says which image is in which row: an object or dictionary from id to row, or a list of ids in the order of rows; as JSON, or as a pickle
/// of plain data. Ids are whole numbers, or names that end in one.
/// </summary>
internal static class ImageIdMap
{
    // An image takes some 30 bytes, and a name as long as a path some more.
    private const long MostBytes = 1 << 28, MostOfImage = 512, MostOfRest = 1 << 12;

    private const string Expected = "ids and rows: {\"458752\": 0, ...} or [458752, ...]";

    /// <summary>Reads a map.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Rows that there are; a map that is far longer is not read.</param>
    /// <returns>Images and rows, as they stand; neither is checked.</returns>
    /// <exception cref="InputException">The file is damaged, or holds something else.</exception>
    public static IReadOnlyList<(long Id, long Row)> Read(string path, int rows)
    {
        if (path.EndsWith(".pkl", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".pickle", StringComparison.OrdinalIgnoreCase)) return ReadPickle(path);
        using Stream stream = InputStream.Open(path, most: Math.Min(MostBytes, MostOfRest + (rows * MostOfImage)));
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object => [.. root.EnumerateObject().Select(entry => (Id(path, entry.Name), Row(path, entry.Name, entry.Value)))],
                JsonValueKind.Array => [.. root.EnumerateArray().Select((id, row) => (Id(path, Plain(id)), (long)row))],
                _ => throw new InputException(path, "$", $"a {root.ValueKind}", Expected),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the document reports text that is not UTF-8, or half of a surrogate pair.
            throw new InputException(path, error is JsonException json ? $"line {json.LineNumber + 1}" : "ids", error.Message, Expected, error);
        }
    }

    private static List<(long Id, long Row)> ReadPickle(string path)
    {
        using MemoryStream bytes = new();
        using (Stream stream = InputStream.Open(path, most: PickleReader.MaxLength)) stream.CopyTo(bytes);
        PickleReader reader = new(bytes.ToArray(), path, "pickle");
        return reader.Read() switch
        {
            PickleDict map => [.. map.Items.Select(item => (Id(path, item.Key), item.Value as long? ?? throw Wrong(path, $"image {item.Key}", item.Value)))],
            List<object?> ids => [.. ids.Select((id, row) => (Id(path, id), (long)row))],
            object?[] ids => [.. ids.Select((id, row) => (Id(path, id), (long)row))],
            var other => throw Wrong(path, "pickle", other),
        };
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long whole) => whole,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText() is { Length: <= 40 } text ? text : value.ValueKind,
    };

    private static long Row(string path, string name, JsonElement value) => Plain(value) as long? ?? throw Wrong(path, name, Plain(value));

    private static long Id(string path, object? value) => value switch
    {
        long id => id,
        string name when RegionRecord.IdOf(name) is { } id => id,
        _ => throw Wrong(path, "ids", value),
    };

    private static InputException Wrong(string path, string place, object? found) => new(path, place, found is null ? "nothing" : $"'{found}'", Expected);
}
