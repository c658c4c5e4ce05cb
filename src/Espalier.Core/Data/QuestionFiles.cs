using Espalier.Splits;

namespace Espalier.Data;

/// <summary>A question file and its annotation file, in the form of VQA v2 (Goyal et al. 2017).</summary>
/// <param name="Part">What the pair is: one of <see cref="PartNames"/>, train, validation, test, pool where there is but one pair, or the rest of its name.</param>
/// <param name="Questions">The questions.</param>
/// <param name="Annotations">Their annotations.</param>
public sealed record QuestionFiles(string Part, string Questions, string Annotations)
{
    private static readonly string[] Extensions = [".json", ".gz", ".gzip", ".zip"];
    private static readonly char[] Separators = ['_', '-', '.', ' '];

    /// <summary>
    /// Finds the pairs in a folder by their names, which must be alike but for a word that starts with "question" or "annotat" (or is
    /// "Ques" or "Ans"): v2_OpenEnded_mscoco_train2014_questions.json and v2_mscoco_train2014_annotations.json, questions.json and
    /// annotations.json. Questions of a test part without annotations, as the VQA challenge publishes them, are passed over.
    /// </summary>
    /// <exception cref="InputException">There is no pair, a file lacks its partner, or two pairs are the same part.</exception>
    public static IReadOnlyList<QuestionFiles> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new InputException(folder, "folder", "nothing", "a folder with question and annotation files");
        Dictionary<string, string> questions = [], annotations = [];
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (!Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())) continue;
            string[] words = Path.GetFileName(file).ToLowerInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            Dictionary<string, string>? kind = words.Any(IsQuestionWord) ? questions : words.Any(IsAnnotationWord) ? annotations : null;
            string key = string.Join('-', words.Where(IsPartWord));
            if (kind?.TryAdd(key, file) == false)
                throw Wrong(folder, file, $"the same part as {Path.GetFileName(kind[key])}", "one file for each part");
        }
        return Pair(folder, questions, annotations);
    }

    private static List<QuestionFiles> Pair(string folder, Dictionary<string, string> questions, Dictionary<string, string> annotations)
    {
        string[] keys = [.. questions.Keys.Where(annotations.ContainsKey)];
        if (questions.Keys.Except(keys).FirstOrDefault(key => !key.Contains("test", StringComparison.Ordinal)) is { } lonely)
            throw Wrong(folder, questions[lonely], "no annotations", "an annotation file of the same name but for \"annotations\"");
        if (annotations.Keys.Except(keys).FirstOrDefault() is { } orphan)
            throw Wrong(folder, annotations[orphan], "no questions", "a question file of the same name but for \"questions\"");
        if (keys.Length == 0) throw new InputException(folder, "files", "no question files", "questions.json and annotations.json");
        List<QuestionFiles> pairs = [];
        foreach (string key in keys)
        {
            string part = PartOf(key, keys.Length == 1);
            if (pairs.Exists(pair => pair.Part == part))
                throw Wrong(folder, questions[key], $"a second part \"{part}\"", "one pair of files for each part");
            pairs.Add(new QuestionFiles(part, questions[key], annotations[key]));
        }
        return pairs;
    }

    private static string PartOf(string key, bool only)
    {
        if (PartNames.All.Contains(key)) return key;
        foreach (string word in key.Split('-'))
        {
            if (word.StartsWith("train", StringComparison.Ordinal)) return "train";
            if (word.StartsWith("val", StringComparison.Ordinal)) return "validation";
            if (word.StartsWith("test", StringComparison.Ordinal)) return "test";
        }
        return only || !DatasetFolder.IsPartName(key) ? "pool" : key;
    }

    private static InputException Wrong(string folder, string file, string found, string expected) =>
        new(folder, Path.GetFileName(file), found, expected);

    private static bool IsPartWord(string word) =>
        !IsQuestionWord(word) && !IsAnnotationWord(word) && word != "openended" && !Extensions.Contains("." + word);

    private static bool IsQuestionWord(string word) => word == "ques" || word.StartsWith("question", StringComparison.Ordinal);

    private static bool IsAnnotationWord(string word) => word == "ans" || word.StartsWith("annotat", StringComparison.Ordinal);
}
