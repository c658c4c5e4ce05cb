using System.Text.Encodings.Web;
using System.Text.Json;
using Espalier.Data;
using Espalier.Json;

namespace Espalier.Metrics;

/// <summary>Predictions in the submission format of the VQA challenges: a list of { "question_id", "answer" }.</summary>
public static class PredictionFile
{
    private const int FlushAt = 1 << 16;

    /// <summary>Refuses to write over a file, before the work of answering.</summary>
    /// <param name="path">Where predictions are to go; null for nowhere.</param>
    /// <exception cref="InputException">There is a file.</exception>
    public static void RequireNew(string? path)
    {
        if (File.Exists(path)) throw new InputException(path, "file", "a file", "a new one, as nothing is overwritten");
    }

    /// <summary>Writes predictions; the file appears whole or not at all.</summary>
    public static void Write(string path, IEnumerable<(long QuestionId, string Answer)> predictions) => AtomicFile.Write(path, stream =>
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach ((long id, string answer) in predictions)
        {
            json.WriteStartObject();
            json.WriteNumber("question_id", id);
            json.WriteString("answer", answer);
            json.WriteEndObject();
            if (json.BytesPending > FlushAt) json.Flush();
        }
        json.WriteEndArray();
    });

    /// <summary>Reads predictions by question id.</summary>
    /// <exception cref="InputException">The file is damaged or holds a question twice.</exception>
    public static IReadOnlyDictionary<long, string> Read(string path)
    {
        TextPool pool = new();
        Dictionary<long, string> answers = [];
        using JsonRecords records = new(InputStream.Open(path), path, "predictions", listOnly: true);
        foreach (JsonRecord record in records.Read())
        {
            long id = record.Id("question_id");
            if (!answers.TryAdd(id, pool.Share(record.Text("answer", VqaLimits.MaxAnswerLength))))
                throw record.Wrong($"question {id} a second time", "each id once");
        }
        return answers;
    }

    /// <summary>Reads the predictions for a data set, joined by question id.</summary>
    /// <param name="path">Exactly one prediction for each question.</param>
    /// <param name="dataset">The questions.</param>
    /// <exception cref="InputException">The file is damaged, lacks questions or has others.</exception>
    public static IReadOnlyList<(VqaExample Example, string Prediction)> ReadFor(string path, VqaDataset dataset)
    {
        IReadOnlyDictionary<long, string> answers = Read(path);
        long[] missing = [.. dataset.Examples.Select(e => e.QuestionId).Where(id => !answers.ContainsKey(id))];
        if (missing.Length > 0)
            throw new InputException(path, "question_id", $"no prediction for {List(missing)}", $"one for each question of {dataset.Name}");
        HashSet<long> known = [.. dataset.Examples.Select(e => e.QuestionId)];
        long[] strange = [.. answers.Keys.Where(id => !known.Contains(id))];
        if (strange.Length > 0)
            throw new InputException(path, "question_id", $"predictions for {List(strange)}", $"only questions of {dataset.Name}");
        return [.. dataset.Examples.Select(example => (example, answers[example.QuestionId]))];
    }

    private static string List(long[] ids) => $"{ids.Length:N0} question(s) ({Ids.List(ids)})";
}
