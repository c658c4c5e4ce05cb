using System.Text.Encodings.Web;
using System.Text.Json;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// The file form of answer priors: [ { "type", "questions", "answers": A, "scores": [[answer, score], ...] }, ... ], the last, of all
/// questions, without a type.
/// </summary>
internal static class AnswerPriorsJson
{
    private const int MaxTypeLength = 256;
    // A few characters of a file stand for any number of answers that have no score: 32 MiB of them.
    private const int MaxEntries = 1 << 23;

    public static void Save(string path, AnswerPriors priors) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        for (int row = 0; row < priors.RowCount; row++) WriteRow(json, priors, row);
        json.WriteEndArray();
    });

    public static AnswerPriors Load(string path)
    {
        OrderedDictionary<string, int> types = new(StringComparer.Ordinal);
        List<long> questions = [];
        List<float[]> rows = [];
        using JsonRecords records = new(InputStream.Open(path), path, "priors", listOnly: true);
        foreach (JsonRecord record in records.Read())
        {
            if (types.Count < rows.Count) throw record.Wrong("a prior after the one of all questions", "that one last");
            long answers = record.Id("answers"), allowed = MaxEntries / (rows.Count + 1);
            if (answers == 0 || answers > allowed || (rows.Count > 0 && answers != rows[0].Length))
                throw record.Wrong($"{answers:N0} answers", "the same number of answers for each type");
            if (record.TextOrNull("type", MaxTypeLength) is { } type)
            {
                if (!types.TryAdd(type, rows.Count)) throw record.Wrong($"the type \"{type}\" a second time", "each type once");
            }
            questions.Add(record.Id("questions"));
            rows.Add(ReadRow(record, (int)answers));
        }
        return rows.Count == types.Count + 1
            ? new AnswerPriors(rows[0].Length, [.. types.Keys], [.. questions], [.. rows.SelectMany(r => r)])
            : throw new InputException(path, "$", $"{rows.Count} priors for {types.Count} types", "one for each, and one of all questions");
    }

    private static void WriteRow(Utf8JsonWriter json, AnswerPriors priors, int row)
    {
        json.WriteStartObject();
        if (row < priors.QuestionTypes.Count) json.WriteString("type", priors.QuestionTypes[row]);
        json.WriteNumber("questions", priors.Questions[row]);
        json.WriteNumber("answers", priors.AnswerCount);
        json.WriteStartArray("scores");
        ReadOnlySpan<float> values = priors.Row(row);
        for (int answer = 0; answer < values.Length; answer++)
        {
            if (values[answer] == 0) continue;
            json.WriteStartArray();
            json.WriteNumberValue(answer);
            json.WriteNumberValue(values[answer]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static float[] ReadRow(JsonRecord record, int answers)
    {
        float[] row = new float[answers];
        JsonRecord list = record.Find("scores") ?? throw record.Wrong("no \"scores\"", "a list of [answer, score]");
        foreach (JsonRecord item in list.Items())
        {
            JsonRecord[] pair = [.. item.Items()];
            bool valid = pair.Length == 2 && pair.All(p => p.Element.ValueKind == JsonValueKind.Number);
            if (!valid || !pair[0].Element.TryGetInt32(out int answer) || !pair[1].Element.TryGetSingle(out float score)
                || (uint)answer >= (uint)answers || score is not (> 0 and <= 1))
                throw item.Wrong("another value", $"[answer, score], an answer below {answers} and a score above 0 and at most 1");
            row[answer] = score;
        }
        return row;
    }
}
