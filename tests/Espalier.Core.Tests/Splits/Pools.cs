using Espalier.Data;
using Espalier.Testing;

namespace Espalier.Tests.Splits;

/// <summary>Pools of questions to split: made up from a seed, or the real subset of VQA v2.</summary>
internal static class Pools
{
    private static readonly string[] Things = ["banana", "apple", "car", "cup", "dog", "umbrella"];
    private static readonly string[] Colours = ["yellow", "red", "green", "blue", "white", "black", "brown"];
    private static readonly string[] Places = ["left", "right", "table", "street", "grass", "shelf", "box", "tree"];

    /// <summary>Four question types, from two answers to many, with skewed priors; about four questions an image.</summary>
    internal static VqaDataset Made(int questions, int seed)
    {
        var random = new Random(seed);
        var examples = new List<VqaExample>();
        for (int i = 0; i < questions; i++)
        {
            string thing = Skewed(random, Things);
            (string type, string question, string answer, string answerType) = random.Next(4) switch
            {
                0 => ("is there a", $"Is there a {thing} number {i}?", random.NextDouble() < 0.6 ? "yes" : "no", "yes/no"),
                1 => ("what color is the", $"What color is the {thing} number {i}?", Skewed(random, Colours), "other"),
                2 => ("how many", $"How many {thing}s, asked {i}?", Skewed(random, ["one", "2", "3", "4", "5"]), "number"),
                _ => ("where is the", $"Where is the {thing} number {i}?", $"{Skewed(random, Places)} {random.Next(12)}", "other"),
            };
            examples.Add(Example(i + 1, 1 + random.Next(Math.Max(1, questions / 4)), question, type, answer, answerType));
        }
        return new VqaDataset("pool", examples);
    }

    internal static VqaExample Example(
        long id, long image, string question, string type, string answer, string answerType = "other") => new()
    {
        QuestionId = id, ImageId = image, Question = question, QuestionType = type, AnswerType = answerType,
        MultipleChoiceAnswer = answer, Answers = [answer],
    };

    /// <summary>All 60,000 questions of the real subset, as one pool; null where it is absent.</summary>
    internal static VqaDataset? Real()
    {
        if (SharedData.Find("vqa-v2-text") is not { } folder) return null;
        IEnumerable<VqaExample> all = new[] { "train", "valid", "test" }.SelectMany(part => VqaV2Reader.Read(
            part, Path.Combine(folder, $"vqa_questions_{part}.gzip"), Path.Combine(folder, $"vqa_annotatons_{part}.gzip")).Examples);
        return new VqaDataset("vqa-v2", [.. all.DistinctBy(example => example.QuestionId).OrderBy(example => example.QuestionId)]);
    }

    private static string Skewed(Random random, string[] words) => words[(int)(random.NextDouble() * random.NextDouble() * words.Length)];
}
