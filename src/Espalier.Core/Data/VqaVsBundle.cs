using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// The evaluation bundle of VQA-VS (Si et al. 2022), test_annotations.json: for each question of IID-Test its answer type and how many annotators gave
/// which answer, and nine lists of ids, one for each OOD set. It scores predictions without the question files; texts and images are not in it.
/// </summary>
public static class VqaVsBundle
{
    /// <summary>What its authors call the file; their later repository has VQAvs_ before it.</summary>
    public const string FileName = "test_annotations.json";

    private const string ListSuffix = "_qid", NoText = "";

    /// <summary>Reads the annotations, ordered by question id. Questions have no text, type or image.</summary>
    /// <exception cref="InputException">The file is damaged, or has a question twice or without answers.</exception>
    public static VqaDataset Read(string path)
    {
        TextPool pool = new();
        Dictionary<long, VqaExample> examples = [];
        using JsonRecords records = new(InputStream.Open(path), path, "annotations");
        foreach (JsonRecord record in records.Read())
        {
            VqaExample example = ToExample(record, pool);
            if (!examples.TryAdd(example.QuestionId, example)) throw record.Wrong($"question {example.QuestionId} a second time", "each id once");
        }
        return new VqaDataset("IID-Test", [.. examples.Values.OrderBy(example => example.QuestionId)]);
    }

    /// <summary>Reads the nine lists: QT_qid, KW_qid, KWP_qid, QTKW_qid, KO_qid, KOP_qid, QTKO_qid, KWKO_qid, QTKWKO_qid.</summary>
    /// <exception cref="InputException">The file is damaged, lacks a list, or has an id twice in one.</exception>
    public static ShortcutSets ReadSets(string path) =>
        ShortcutSets.Read(path, () => InputStream.Open(path), shortcut => shortcut.Replace("+", "", StringComparison.Ordinal) + ListSuffix);

    private static VqaExample ToExample(JsonRecord record, TextPool pool)
    {
        JsonRecord counts = record.Find("answer_count") ?? throw record.Wrong("no \"answer_count\"", "the number of annotators for each answer");
        List<string> answers = [];
        foreach ((string answer, JsonRecord count) in counts.Properties())
        {
            if (answer.Length > VqaLimits.MaxAnswerLength) throw counts.Wrong($"an answer of {answer.Length:N0} characters", $"at most {VqaLimits.MaxAnswerLength:N0}");
            long annotators = count.AsId();
            if (answers.Count + annotators > VqaLimits.MaxAnswers) throw count.Wrong($"more than {VqaLimits.MaxAnswers} annotators", "ten");
            answers.AddRange(Enumerable.Repeat(pool.Share(answer), (int)annotators));
        }
        if (answers.Count == 0) throw counts.Wrong("no answer", "at least one");
        string main = answers.CountBy(answer => answer).MaxBy(answer => answer.Value).Key;
        string type = pool.Share(record.TextOrNull("answer_type", VqaLimits.MaxAnswerLength) ?? AnswerTypes.Derive(main));
        if (!AnswerTypes.All.Contains(type)) throw record.Wrong($"the answer type \"{type}\"", "yes/no, number or other");
        return new VqaExample
        {
            QuestionId = record.Id("question_id"), ImageId = 0, Question = NoText, QuestionType = NoText, AnswerType = type, MultipleChoiceAnswer = main, Answers = answers,
        };
    }
}
