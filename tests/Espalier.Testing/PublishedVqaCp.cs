using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Espalier.Testing;

/// <summary>Files laid out as VQA-CP v2 and bottom-up attention features are published.</summary>
public static class PublishedVqaCp
{
    /// <summary>The two files of a part: lists of records, each with the COCO part of its picture.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="part">train or test.</param>
    /// <param name="questions">What is asked.</param>
    public static void WritePart(string folder, string part, IReadOnlyList<PublishedQuestion> questions)
    {
        Directory.CreateDirectory(folder);
        Save("questions", questions.Select(q => new { image_id = q.Image, question = q.Text, coco_split = Split(q.Image), question_id = q.Id }));
        Save("annotations", questions.Select(q => new
        {
            question_type = q.Type,
            multiple_choice_answer = q.Answer,
            answers = q.Annotators.Select((answer, i) => new { answer, answer_confidence = i == 9 ? "maybe" : "yes", answer_id = i + 1 }),
            image_id = q.Image,
            answer_type = q.AnswerType,
            question_id = q.Id,
            coco_split = Split(q.Image),
        }));

        void Save<T>(string what, IEnumerable<T> records) => File.WriteAllBytes(Path.Combine(folder, $"vqacp_v2_{part}_{what}.json"), JsonSerializer.SerializeToUtf8Bytes(records));
    }

    /// <summary>A line of trainval_36.tsv and the like: image, width, height, number of boxes, boxes in pixels, features, both as base64 of single precision.</summary>
    public static string FeatureLine(long image, int width, int height, float[] boxes, float[] features) =>
        string.Create(CultureInfo.InvariantCulture, $"{image}\t{width}\t{height}\t{boxes.Length / 4}\t{Base64(boxes)}\t{Base64(features)}");

    private static string Split(long image) => image % 3 == 0 ? "val2014" : "train2014";

    private static string Base64(float[] numbers) => Convert.ToBase64String(MemoryMarshal.AsBytes(numbers.AsSpan()));
}
