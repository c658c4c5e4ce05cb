using Espalier.Json;

namespace Espalier.Data;

/// <summary>
/// Reads VQA-CP v2 (Agrawal et al. 2018): records of VQA v2 in files that are lists, each record with the COCO part its picture is in. What
/// changes between train and test is the answers' distribution for each question type.
/// </summary>
public static class VqaCpReader
{
    /// <summary>Reads one of the two parts.</summary>
    /// <param name="name">Its name: train or test.</param>
    /// <param name="questionsFile">vqacp_v2_NAME_questions.json; may be compressed.</param>
    /// <param name="annotationsFile">vqacp_v2_NAME_annotations.json; may be compressed.</param>
    /// <exception cref="InputException">As <see cref="VqaV2Reader.Read"/>, or a file is no list, or a record has no coco_split.</exception>
    public static VqaDataset Read(string name, string questionsFile, string annotationsFile)
    {
        List<VqaExample> examples = VqaV2Reader.Join(
            () => new JsonRecords(InputStream.Open(questionsFile), questionsFile, "questions", listOnly: true),
            () => new JsonRecords(InputStream.Open(annotationsFile), annotationsFile, "annotations", listOnly: true));
        VqaExample? other = examples.Find(e => e.CocoSplit is not ("train2014" or "val2014"));
        return other is null ? VqaV2Reader.Sort(name, examples) : throw new InputException(
            annotationsFile, $"question {other.QuestionId}", $"coco_split {other.CocoSplit ?? "missing"}", "train2014 or val2014");
    }
}
