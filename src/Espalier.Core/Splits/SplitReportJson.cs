using System.Text.Encodings.Web;
using System.Text.Json;
using Espalier.Splits.Shortcuts;

namespace Espalier.Splits;

/// <summary>Writes a split's report as JSON; what could not be measured is null.</summary>
internal static class SplitReportJson
{
    private static readonly JsonWriterOptions Indented =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(SplitReport report, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Indented);
        json.WriteStartObject();
        json.WriteString("method", report.Shortcuts is null ? "changing-prior" : "varying-shortcut");
        json.WriteNumber("questions", report.Questions);
        json.WriteNumber("duplicates", report.Duplicates);
        if (report.Options is { } options) WriteOptions(json, options);
        WriteList(json, "parts", report.Parts, part =>
        {
            json.WriteString("name", part.Name);
            json.WriteNumber("questions", part.Questions);
            json.WriteNumber("images", part.Images);
            json.WriteNumber("images_in_train", part.ImagesInTrain);
            WriteMeasure(json, "new_pairs", part.NewPairs);
            WriteMeasure(json, "divergence", part.Divergence);
        });
        json.WriteStartObject("coverage");
        json.WriteNumber("concepts", report.Coverage.Concepts);
        json.WriteNumber("concepts_in_train", report.Coverage.Covered);
        json.WriteNumber("frequent_answers", report.Coverage.FrequentAnswers);
        json.WriteNumber("frequent_answers_in_train", report.Coverage.FrequentCovered);
        json.WriteEndObject();
        WriteList(json, "answer_types", report.AnswerTypes, type =>
        {
            json.WriteString("answer_type", type.AnswerType);
            json.WriteNumber("train", type.Train);
            json.WriteNumber("test_ood", type.TestOod);
            json.WriteNumber("answers", type.Answers);
            json.WriteNumber("answers_in_train", type.Covered);
            WriteMeasure(json, "answerable", type.Answerable);
        });
        WriteList(json, "question_types", report.Types, type =>
        {
            json.WriteString("question_type", type.QuestionType);
            json.WriteNumber("train", type.Train);
            json.WriteNumber("test_ood", type.TestOod);
            WriteMeasure(json, "divergence", type.Divergence);
            WriteMeasure(json, "validation_divergence", type.ValidationDivergence);
            WriteList(json, "answers", type.Answers, answer =>
            {
                json.WriteString("answer", answer.Answer);
                WriteMeasure(json, "before", answer.Before);
                WriteMeasure(json, "after", answer.After);
            });
        });
        if (report.Shortcuts is { } shortcuts)
        {
            json.WritePropertyName(ShortcutStatisticsJson.Property);
            JsonSerializer.Serialize(json, shortcuts, ShortcutStatisticsJson.Default.ShortcutStatistics);
        }
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, ChangingPriorOptions options)
    {
        json.WriteStartObject("options");
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("test_share", options.TestShare);
        json.WriteNumber("crossing_share", options.CrossingShare);
        json.WriteNumber("validation_ood_share", options.ValidationOodShare);
        json.WriteNumber("validation_id_share", options.ValidationIdShare);
        json.WriteNumber("test_id_share", options.TestIdShare);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMeasure(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsNaN(value)) json.WriteNull(name);
        else json.WriteNumber(name, Math.Round(value, 6));
    }
}
