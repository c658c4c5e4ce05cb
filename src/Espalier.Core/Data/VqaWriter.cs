using System.Text.Encodings.Web;
using System.Text.Json;

namespace Espalier.Data;

/// <summary>Writes question and annotation files of VQA v2, record by record; each file appears whole or not at all.</summary>
public static class VqaWriter
{
    private const int FlushAt = 1 << 16;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes both files.</summary>
    public static void Write(VqaDataset dataset, string questionsFile, string annotationsFile)
    {
        WriteFile(dataset, questionsFile, "questions", WriteQuestion);
        WriteFile(dataset, annotationsFile, "annotations", WriteAnnotation);
    }

    private static void WriteFile(VqaDataset dataset, string path, string property, Action<Utf8JsonWriter, VqaExample> writeRecord) =>
        AtomicFile.Write(path, stream => WriteList(dataset, stream, property, writeRecord));

    private static void WriteList(VqaDataset dataset, Stream stream, string property, Action<Utf8JsonWriter, VqaExample> writeRecord)
    {
        using Utf8JsonWriter json = new(stream, Options);
        json.WriteStartObject();
        json.WriteString("data_type", "espalier");
        json.WriteString("data_subtype", dataset.Name);
        if (property == "questions") json.WriteString("task_type", "Open-Ended");
        json.WriteStartArray(property);
        foreach (VqaExample example in dataset.Examples)
        {
            writeRecord(json, example);
            if (json.BytesPending > FlushAt) json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteQuestion(Utf8JsonWriter json, VqaExample example)
    {
        json.WriteStartObject();
        json.WriteNumber("image_id", example.ImageId);
        json.WriteString("question", example.Question);
        WriteEnd(json, example);
    }

    private static void WriteAnnotation(Utf8JsonWriter json, VqaExample example)
    {
        json.WriteStartObject();
        json.WriteString("question_type", example.QuestionType);
        json.WriteString("multiple_choice_answer", example.MultipleChoiceAnswer);
        json.WriteStartArray("answers");
        for (int i = 0; i < example.Answers.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("answer", example.Answers[i]);
            // Examples do not keep how sure an annotator was; nothing here or in the official evaluation uses it.
            json.WriteString("answer_confidence", "yes");
            json.WriteNumber("answer_id", i + 1);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("image_id", example.ImageId);
        json.WriteString("answer_type", example.AnswerType);
        WriteEnd(json, example);
    }

    private static void WriteEnd(Utf8JsonWriter json, VqaExample example)
    {
        json.WriteNumber("question_id", example.QuestionId);
        if (example.CocoSplit is not null) json.WriteString("coco_split", example.CocoSplit);
        json.WriteEndObject();
    }
}
