using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Espalier.Data;
using Espalier.Json;

namespace Espalier.Sources;

/// <summary>The published archive of easy-VQA: {train,test}/questions.json with [question, answer, image] and {train,test}/images/N.png.</summary>
internal sealed class EasyVqaArchive : IDisposable
{
    private const int Annotators = 10, QuestionsAnImage = 1000, MaxPictureBytes = 1 << 20, MaxJsonBytes = 1 << 28;
    private readonly string path;
    private readonly ZipArchive archive;

    public EasyVqaArchive(string path) => (this.path, archive) = (path, InputArchive.Open(path));

    /// <summary>Reads a part. A question's id is its image's, times 1,000, and its number among the image's questions, as in VQA v2.</summary>
    /// <param name="folder">train or test.</param>
    /// <param name="part">What to call it.</param>
    /// <param name="firstImage">Added to the image numbers.</param>
    public VqaDataset ReadPart(string folder, string part, long firstImage)
    {
        ZipArchiveEntry entry = Entry($"{folder}/questions.json");
        using JsonRecords records = new(new MemoryStream(InputArchive.Read(path, entry, MaxJsonBytes)), $"{path} ({entry.FullName})", "questions");
        List<VqaExample> examples = [];
        Dictionary<long, int> asked = [];
        foreach (JsonRecord record in records.Read())
        {
            JsonRecord[] fields = [.. record.Items().Take(4)];
            if (fields.Length != 3) throw record.Wrong($"{fields.Length} values", "[question, answer, image]");
            string question = fields[0].AsText(VqaLimits.MaxQuestionLength), answer = fields[1].AsText(VqaLimits.MaxAnswerLength);
            if (string.IsNullOrWhiteSpace(question) || string.IsNullOrWhiteSpace(answer)) throw record.Wrong("an empty text", "a question and an answer");
            if (fields[2].Element.ValueKind != JsonValueKind.Number || !fields[2].Element.TryGetInt64(out long image) || image is < 0 or >= EasyVqaSource.FirstTestImage)
                throw fields[2].Wrong("another value", "an image number");
            int number = asked[image] = asked.GetValueOrDefault(image) + 1;
            if (number > QuestionsAnImage) throw record.Wrong($"more than {QuestionsAnImage} questions about image {image}", "fewer");
            examples.Add(Example(((firstImage + image) * QuestionsAnImage) + number - 1, firstImage + image, question, answer));
        }
        return examples.Count > 0 ? VqaV2Reader.Sort(part, examples) : throw new InputException(path, entry.FullName, "no questions", "at least one");
    }

    /// <summary>Writes the pictures of a part's images as ID.png.</summary>
    public void ExtractPictures(string folder, string target, long firstImage, VqaDataset part, CancellationToken cancellation)
    {
        foreach (long id in part.Examples.Select(example => example.ImageId).Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            ZipArchiveEntry entry = Entry(string.Create(CultureInfo.InvariantCulture, $"{folder}/images/{id - firstImage}.png"));
            File.WriteAllBytes(Path.Combine(target, string.Create(CultureInfo.InvariantCulture, $"{id}.png")), InputArchive.Read(path, entry, MaxPictureBytes));
        }
    }

    public void Dispose() => archive.Dispose();

    private static VqaExample Example(long id, long image, string question, string answer) => new()
    {
        QuestionId = id,
        ImageId = image,
        Question = question,
        QuestionType = QuestionTypes.Derive(question),
        AnswerType = AnswerTypes.Derive(answer),
        MultipleChoiceAnswer = answer,
        Answers = [.. Enumerable.Repeat(answer, Annotators)],
    };

    private ZipArchiveEntry Entry(string name) => archive.GetEntry($"easy-vqa/{name}") ?? archive.GetEntry(name)
        ?? throw new InputException(path, name, "no such entry", "the archive of easy-VQA as published");
}
