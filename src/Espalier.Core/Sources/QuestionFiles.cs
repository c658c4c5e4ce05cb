using System.Text.RegularExpressions;
using Espalier.Data;

namespace Espalier.Sources;

/// <summary>
/// Question files with their annotation files, told apart and brought together by their names, since every data set names them in its
/// own way: "v2_OpenEnded_mscoco_train2014_questions.json" and "v2_mscoco_train2014_annotations.json", "Val/Val-Ques.json" and
/// "Val/Val-Ans.json", "questions/train.json" and "annotations/train.json".
/// </summary>
internal sealed partial class QuestionFiles
{
    private QuestionFiles(string stem, JsonFile questions, JsonFile annotations) => (Stem, Questions, Annotations) = (stem, questions, annotations);

    /// <summary>What both names have in common, in lower case: "train2014", "val", "ood-test-qt+kw"; empty for "questions.json".</summary>
    public string Stem { get; }

    /// <summary>The questions.</summary>
    public JsonFile Questions { get; }

    /// <summary>The annotations.</summary>
    public JsonFile Annotations { get; }

    /// <summary>Reads both, ordered by question id.</summary>
    /// <param name="part">The name of the part.</param>
    public VqaDataset Read(string part) => VqaV2Reader.Sort(part, VqaV2Reader.Join(() => Questions.Open("questions"), () => Annotations.Open("annotations")));

    /// <summary>Finds the pairs in a folder or archive.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="leftOut">Test questions without annotations, as published challenges have them.</param>
    /// <exception cref="InputException">There is no pair, two files compete for a place, or a file's partner is missing.</exception>
    public static IReadOnlyList<QuestionFiles> Find(string path, out IReadOnlyList<JsonFile> leftOut)
    {
        SortedDictionary<string, JsonFile> questions = new(StringComparer.Ordinal), annotations = new(StringComparer.Ordinal);
        foreach (JsonFile file in JsonFile.In(path))
        {
            if (KindOf(file.Name) is not { } kind) continue;
            SortedDictionary<string, JsonFile> files = kind == "questions" ? questions : annotations;
            string stem = StemOf(file.Name);
            if (!files.TryAdd(stem, file)) throw new InputException(path, file.Name, $"{kind} that {files[stem].Name} holds too", "one file for each part");
        }
        foreach ((string stem, JsonFile file) in annotations)
        {
            if (!questions.ContainsKey(stem)) throw new InputException(path, file.Name, "annotations without their questions", "a questions file of the same name beside it");
        }
        leftOut = [.. questions.Where(pair => !annotations.ContainsKey(pair.Key)).Select(pair => pair.Value)];
        foreach (JsonFile file in leftOut)
        {
            if (!file.Name.Contains("test", StringComparison.OrdinalIgnoreCase))
                throw new InputException(path, file.Name, "questions without their annotations", "an annotations file of the same name beside it");
        }
        return annotations.Count > 0 ? [.. annotations.Select(pair => new QuestionFiles(pair.Key, questions[pair.Key], pair.Value))] : throw new InputException(
            path, "files", "no questions with annotations", "two JSON files (or gzip, or zip) whose names say \"questions\" and \"annotations\"");
    }

    private static string? KindOf(string name)
    {
        // The file's own name decides; the folder's only where that says nothing, as in "questions/train.json".
        foreach (string level in name.ToLowerInvariant().Split('/').Reverse().Take(2))
        {
            if (level.Contains("ques", StringComparison.Ordinal)) return "questions";
            if (level.Contains("annot", StringComparison.Ordinal) || level.Contains("ans", StringComparison.Ordinal)) return "annotations";
        }
        return null;
    }

    private static string StemOf(string name)
    {
        string file = name.ToLowerInvariant().Split('/')[^1].Split(".json")[0];
        if (Path.HasExtension(file) && Path.GetExtension(file) is ".gz" or ".gzip") file = Path.GetFileNameWithoutExtension(file);
        return Separators().Replace(NotOfThePart().Replace(file, "-"), "-").Trim('-');
    }

    [GeneratedRegex("questions?|ques|annotat[a-z]*|answers?|ans|openended|multiplechoice|mscoco|v2|vqacp|vqa")]
    private static partial Regex NotOfThePart();

    [GeneratedRegex("[-_. ]+")]
    private static partial Regex Separators();
}
