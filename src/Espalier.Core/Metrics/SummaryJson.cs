using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Espalier.Metrics;

/// <summary>The JSON forms of the files that a run leaves for machines and for its report.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    private const long MaximumBytes = 256L << 20;

    // Nobody pastes these files into a page unescaped, and "lpf+lmh" should read as such.
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n",
    };

    public static T Load<T>(string path, JsonTypeInfo<T> type)
    {
        long length = new FileInfo(path) is { Exists: true } file
            ? file.Length
            : throw new InputException(path, "the file", "nothing", "a file that a run has written");
        if (length > MaximumBytes) throw new InputException(path, "the file", $"{length} bytes", $"at most {MaximumBytes}");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type)
                ?? throw new InputException(path, "$", "null", "an object");
        }
        catch (JsonException error)
        {
            string place = $"{error.Path ?? "$"}, line {error.LineNumber + 1}";
            throw new InputException(path, place, error.Message, "the JSON that a run writes", error);
        }
    }

    public static void Save<T>(string path, T value, JsonTypeInfo<T> type) => AtomicFile.Write(path, stream =>
    {
        using (Utf8JsonWriter writer = new(stream, Readable)) JsonSerializer.Serialize(writer, value, type);
        stream.WriteByte((byte)'\n');
    });
}
