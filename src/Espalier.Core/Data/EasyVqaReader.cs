using System.Globalization;
using System.IO.Compression;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// Reads easy-VQA (Victor Zhou 2019), a small set of coloured shapes, from its zip archive. Its questions are [question, answer, image]:
/// ids are made as VQA v2 makes them (image x 1000 + running number), test images count from 100,000, the one answer stands for ten.
/// </summary>
public static class EasyVqaReader
{
    private const int FirstTestImage = 100_000, QuestionsPerImage = 1000, Annotators = 10;
    private const long MaxImageBytes = 1 << 20;

    /// <summary>Its two parts.</summary>
    public static IReadOnlyList<string> Parts { get; } = ["train", "test"];

    /// <summary>Reads a part.</summary>
    /// <param name="path">The archive, or its questions.json of that part.</param>
    /// <param name="part">train or test.</param>
    /// <exception cref="InputException">The file is damaged or holds something else.</exception>
    public static VqaDataset Read(string path, string part)
    {
        int firstImage = FirstImage(part);
        TextPool pool = new();
        List<VqaExample> examples = [];
        Dictionary<long, int> asked = [];
        Stream json = InputStream.Open(path, entry => entry.EndsWith($"{part}/questions.json", StringComparison.Ordinal));
        using JsonRecords records = new(json, path, "questions", listOnly: true);
        foreach (JsonRecord record in records.Read())
        {
            JsonRecord[] fields = [.. record.Items().Take(4)];
            if (fields.Length != 3) throw record.Wrong($"{fields.Length} fields", "[question, answer, image]");
            long image = fields[2].AsId();
            if (image >= FirstTestImage) throw fields[2].Wrong($"image {image}", $"an image number below {FirstTestImage}");
            int number = asked[image] = asked.GetValueOrDefault(image, -1) + 1;
            if (number >= QuestionsPerImage) throw record.Wrong($"more than {QuestionsPerImage} questions about image {image}", "fewer");
            string question = fields[0].AsText(VqaLimits.MaxQuestionLength);
            string answer = pool.Share(fields[1].AsText(VqaLimits.MaxAnswerLength));
            if (string.IsNullOrWhiteSpace(question) || string.IsNullOrWhiteSpace(answer))
                throw record.Wrong("an empty text", "a question and an answer");
            examples.Add(new VqaExample
            {
                QuestionId = ((firstImage + image) * QuestionsPerImage) + number,
                ImageId = firstImage + image,
                Question = question,
                QuestionType = pool.Share(QuestionTypes.Derive(question)),
                AnswerType = AnswerTypes.Derive(answer),
                MultipleChoiceAnswer = answer,
                Answers = [.. Enumerable.Repeat(answer, Annotators)],
            });
        }
        return examples.Count > 0
            ? VqaV2Reader.Sort(part, examples)
            : throw new InputException(path, "questions", "none", "at least one question");
    }

    /// <summary>Unpacks the pictures of both parts as IMAGEID.png.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">Where to; created if need be. No name from the archive becomes a path.</param>
    /// <returns>The image ids, in ascending order.</returns>
    /// <exception cref="InputException">The archive is damaged, has no pictures, or one is too large.</exception>
    public static IReadOnlyList<long> ExtractImages(string path, string folder)
    {
        Directory.CreateDirectory(folder);
        SortedSet<long> ids = [];
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                if (ImageId(entry.FullName) is not { } id) continue;
                if (!ids.Add(id)) throw new InputException(path, entry.FullName, "a picture a second time", "each picture once");
                Extract(entry, Path.Combine(folder, $"{id}.png"), path);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw error is InvalidDataException
                ? new InputException(path, "archive", "no zip archive, or a damaged one", "the easy-VQA archive", error)
                : InputException.Unreadable(path, error, "the easy-VQA archive");
        }
        return ids.Count > 0 ? [.. ids] : throw new InputException(path, "archive", "no pictures", "PART/images/NUMBER.png");
    }

    private static void Extract(ZipArchiveEntry entry, string target, string path)
    {
        using Stream packed = entry.Open();
        using FileStream file = File.Create(target);
        byte[] buffer = new byte[1 << 14];
        for (int read = packed.Read(buffer); read > 0; read = packed.Read(buffer))
        {
            file.Write(buffer, 0, read);
            if (file.Length > MaxImageBytes)
                throw new InputException(path, entry.FullName, $"more than {MaxImageBytes:N0} bytes", "a picture of 64 x 64");
        }
    }

    private static long? ImageId(string entry)
    {
        string[] steps = entry.Split('/');
        if (steps.Length < 3 || steps[0] == "__MACOSX" || steps[^2] != "images" || !Parts.Contains(steps[^3])) return null;
        if (!steps[^1].EndsWith(".png", StringComparison.Ordinal)) return null;
        bool numbered = int.TryParse(steps[^1].AsSpan()[..^4], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return numbered && number < FirstTestImage ? FirstImage(steps[^3]) + number : null;
    }

    private static int FirstImage(string part) => part switch
    {
        "train" => 0,
        "test" => FirstTestImage,
        _ => throw new ArgumentException($"easy-VQA has the parts train and test, not \"{part}\".", nameof(part)),
    };
}
