using System.Text.Json;
using Espalier.Data;

namespace Espalier.Json;

/// <summary>
/// The elements of one long JSON list, one after another, in a buffer no larger than the largest element may be. The list is the document
/// itself, or stands under a property of the document's object, whose other properties are passed over.
/// </summary>
internal sealed class JsonRecords : IDisposable
{
    private readonly Stream stream;
    private readonly string file;
    private readonly string property;
    private readonly bool listOnly;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool ended;
    private long line = 1;
    private int index = -1;
    private string path = "$";
    private JsonReaderState state;
    private Phase phase = Phase.Document;

    /// <param name="stream">The JSON; closed with this object.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="property">The property that holds the list, where the document is an object.</param>
    /// <param name="listOnly">Whether the document must be the list itself.</param>
    public JsonRecords(Stream stream, string file, string property, bool listOnly = false)
    {
        (this.stream, this.file, this.property, this.listOnly) = (stream, file, property, listOnly);
        Fill();
        if (buffer.AsSpan(0, end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) start = 3;
    }

    private enum Phase
    {
        Document,
        Properties,
        Wanted,
        PassingOver,
        List,
        End,
    }

    /// <summary>The file's name in messages.</summary>
    public string File => file;

    /// <summary>Reads the elements; can be gone through once.</summary>
    /// <exception cref="InputException">The JSON is damaged, has another shape, or an element is too large.</exception>
    public IEnumerable<JsonRecord> Read()
    {
        while (Next() is { } document)
        {
            using (document) yield return new JsonRecord(document.RootElement, file, $"{path}[{index}]", line);
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>The next element, or null at the document's end.</summary>
    private JsonDocument? Next()
    {
        while (true)
        {
            try
            {
                if (TryStep(out JsonDocument? element)) return element;
            }
            catch (JsonException error)
            {
                string place = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
                string found = ended && start == end ? "the end of the file" : "damaged JSON";
                throw new InputException(file, place, found, "well-formed JSON", error);
            }
            catch (InvalidOperationException error)
            {
                throw new InputException(file, $"{path} (line {line})", "a name that is not UTF-8", "well-formed JSON", error);
            }
            Fill();
        }
    }

    /// <summary>Goes on as far as the buffer reaches; false if more bytes are needed.</summary>
    private bool TryStep(out JsonDocument? element)
    {
        Utf8JsonReader reader = new(buffer.AsSpan(start, end - start), ended, state);
        element = null;
        while (true)
        {
            Utf8JsonReader before = reader;
            if (!reader.Read())
            {
                Consume(before);
                return phase == Phase.End && ended;
            }
            if (phase == Phase.List && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!JsonDocument.TryParseValue(ref reader, out element))
                {
                    Consume(before);
                    return false;
                }
                if (++index == VqaLimits.MaxExamples) throw Wrong($"more than {VqaLimits.MaxExamples:N0} records", "fewer");
                Consume(reader);
                return true;
            }
            Enter(ref reader);
        }
    }

    private void Enter(ref Utf8JsonReader reader)
    {
        switch (phase)
        {
            case Phase.Document when reader.TokenType == JsonTokenType.StartArray:
                phase = Phase.List;
                break;
            case Phase.Document when reader.TokenType == JsonTokenType.StartObject && !listOnly:
                phase = Phase.Properties;
                break;
            case Phase.Document:
                throw Wrong($"a JSON value of kind {reader.TokenType}", listOnly ? "a list" : $"a list, or an object with \"{property}\"");
            case Phase.Properties when reader.TokenType == JsonTokenType.EndObject:
                if (path == "$") throw Wrong($"no \"{property}\"", $"an object with \"{property}\"");
                phase = Phase.End;
                break;
            // Only names stand directly in an object.
            case Phase.Properties when reader.ValueTextEquals(property):
                if (path != "$") throw Wrong($"\"{property}\" a second time", "it once");
                path = "$." + property;
                phase = Phase.Wanted;
                break;
            case Phase.Properties:
                phase = Phase.PassingOver;
                break;
            case Phase.Wanted:
                if (reader.TokenType != JsonTokenType.StartArray) throw Wrong($"a JSON value of kind {reader.TokenType}", "a list");
                phase = Phase.List;
                break;
            case Phase.PassingOver when reader.CurrentDepth == 1 && !Opens(reader.TokenType):
                phase = Phase.Properties;
                break;
            case Phase.List:
                phase = reader.CurrentDepth == 0 ? Phase.End : Phase.Properties;
                break;
        }
    }

    private static bool Opens(JsonTokenType token) => token is JsonTokenType.StartArray or JsonTokenType.StartObject;

    private void Consume(Utf8JsonReader upTo)
    {
        int bytes = (int)upTo.BytesConsumed;
        line += buffer.AsSpan(start, bytes).Count((byte)'\n');
        start += bytes;
        state = upTo.CurrentState;
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
        {
            if (end >= VqaLimits.MaxRecordBytes) throw Wrong($"a value of more than {VqaLimits.MaxRecordBytes:N0} bytes", "a smaller one");
            Array.Resize(ref buffer, 2 * end);
        }
        // Whole buffers: what is not yet complete is parsed anew each time, and a stream may give as little as a byte at a time.
        int read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        end += read;
        ended = read == 0;
    }

    private InputException Wrong(string found, string expected) => new(file, $"{path} (line {line})", found, expected);
}
