using System.Text.Json;
using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// Reads a pair of question and annotation files of VQA v2 (Goyal et al. 2017) in one streaming pass each, and joins them by question id.
/// The lists may stand under "questions" and "annotations" (VQA v2) or be the whole files (VQA-CP v2, VQA-VS); the files may be gzip or
/// zip. Missing question and answer types are derived; an annotation without "answers" counts as ten equal ones.
/// </summary>
public static class VqaV2Reader
{
    private const int Annotators = 10, MaxTypeLength = 256;

    /// <summary>Reads a data set, ordered by question id.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="questionsFile">The questions.</param>
    /// <param name="annotationsFile">Their annotations.</param>
    /// <exception cref="InputException">
    /// A file is damaged, a record has a wrong type or no answers, an id comes twice, or questions and annotations do not match one to one.
    /// </exception>
    public static VqaDataset Read(string name, string questionsFile, string annotationsFile) =>
        Sort(name, ReadInFileOrder(questionsFile, annotationsFile));

    /// <summary>Reads the examples in the order of the annotation file, on which the published answer vocabularies depend.</summary>
    /// <exception cref="InputException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<VqaExample> ReadInFileOrder(string questionsFile, string annotationsFile) => Join(
        () => new JsonRecords(InputStream.Open(questionsFile), questionsFile, "questions"),
        () => new JsonRecords(InputStream.Open(annotationsFile), annotationsFile, "annotations"));

    internal static VqaDataset Sort(string name, IReadOnlyList<VqaExample> examples) => new(name, [.. examples.OrderBy(e => e.QuestionId)]);

    internal static List<VqaExample> Join(Func<JsonRecords> openQuestions, Func<JsonRecords> openAnnotations)
    {
        TextPool pool = new();
        Dictionary<long, Asked> questions = [];
        string questionsFile;
        using (JsonRecords records = openQuestions())
        {
            questionsFile = records.File;
            foreach (JsonRecord record in records.Read())
            {
                long id = record.Id("question_id");
                string text = record.Text("question", VqaLimits.MaxQuestionLength);
                if (string.IsNullOrWhiteSpace(text)) throw record.Wrong("an empty question", "a question");
                if (!questions.TryAdd(id, new Asked(record.Id("image_id"), text)))
                    throw record.Wrong($"question {id} a second time", "each id once");
            }
        }
        if (questions.Count == 0) throw new InputException(questionsFile, "questions", "none", "at least one question");
        List<VqaExample> examples = new(questions.Count);
        using (JsonRecords records = openAnnotations())
        {
            foreach (JsonRecord record in records.Read())
            {
                long id = record.Id("question_id");
                if (!questions.TryGetValue(id, out Asked? asked))
                    throw record.Wrong($"an annotation of question {id}", $"annotations of the questions in {questionsFile}");
                if (asked.Annotated) throw record.Wrong($"a second annotation of question {id}", "each id once");
                asked.Annotated = true;
                examples.Add(ToExample(id, asked, record, pool));
            }
        }
        if (examples.Count < questions.Count) throw Unannotated(questionsFile, questions);
        return examples;
    }

    private static VqaExample ToExample(long id, Asked asked, JsonRecord record, TextPool pool)
    {
        if (record.Find("image_id") is not null && record.Id("image_id") is long image && image != asked.ImageId)
            throw record.Wrong($"image {image} for question {id}", $"image {asked.ImageId}, which the question names");
        List<string>? answers = record.Find("answers") is { } list ? ReadAnswers(list, pool) : null;
        string? given = record.TextOrNull("multiple_choice_answer", VqaLimits.MaxAnswerLength);
        if (given is null && answers is null) throw record.Wrong("no \"answers\"", "a list of answers");
        string main = pool.Share(given ?? MostFrequent(answers!));
        if (string.IsNullOrWhiteSpace(main)) throw record.Wrong("an empty answer", "an answer");
        return new VqaExample
        {
            QuestionId = id,
            ImageId = asked.ImageId,
            Question = asked.Question,
            QuestionType = pool.Share(record.TextOrNull("question_type", MaxTypeLength) ?? QuestionTypes.Derive(asked.Question)),
            AnswerType = pool.Share(ReadAnswerType(record) ?? AnswerTypes.Derive(main)),
            MultipleChoiceAnswer = main,
            Answers = answers is null ? [.. Enumerable.Repeat(main, Annotators)] : [.. answers],
            CocoSplit = record.TextOrNull("coco_split", MaxTypeLength) is { } split ? pool.Share(split) : null,
        };
    }

    private static List<string> ReadAnswers(JsonRecord list, TextPool pool)
    {
        List<string> answers = new(Annotators);
        foreach (JsonRecord item in list.Items())
        {
            if (answers.Count == VqaLimits.MaxAnswers) throw list.Wrong($"more than {VqaLimits.MaxAnswers} answers", "ten answers");
            answers.Add(pool.Share(item.Element.ValueKind == JsonValueKind.String
                ? item.AsText(VqaLimits.MaxAnswerLength)
                : item.Text("answer", VqaLimits.MaxAnswerLength)));
        }
        return answers.Exists(a => !string.IsNullOrWhiteSpace(a)) ? answers : throw list.Wrong("no answer", "at least one");
    }

    private static string? ReadAnswerType(JsonRecord record)
    {
        string? type = record.TextOrNull("answer_type", MaxTypeLength);
        return type is null || AnswerTypes.All.Contains(type)
            ? type
            : throw record.Wrong($"the answer type \"{type}\"", "yes/no, number or other");
    }

    private static string MostFrequent(List<string> answers) =>
        answers.Where(a => !string.IsNullOrWhiteSpace(a)).CountBy(a => a).MaxBy(a => a.Value).Key;

    private static InputException Unannotated(string file, Dictionary<long, Asked> questions)
    {
        long[] ids = [.. questions.Where(q => !q.Value.Annotated).Select(q => q.Key).Order()];
        return new InputException(file, "questions", $"{ids.Length:N0} without an annotation: {Ids.List(ids)}", "one for each question");
    }

    private sealed record Asked(long ImageId, string Question)
    {
        public bool Annotated { get; set; }
    }
}
