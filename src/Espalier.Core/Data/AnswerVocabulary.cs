using Espalier.Text;

namespace Espalier.Data;

/// <summary>
/// The answers that a model can give, by index: the classes of its answer head. Those of training that occur often enough are kept (Si et al. 2023, code).
/// </summary>
public sealed class AnswerVocabulary
{
    private readonly string[] answers;
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);

    /// <summary>Makes a vocabulary of distinct answers; an answer's index is its position.</summary>
    /// <exception cref="InputException">There is no answer, one is empty or has a line end, or one comes twice.</exception>
    public AnswerVocabulary(IEnumerable<string> answers)
        : this([.. answers], "answer vocabulary")
    {
    }

    private AnswerVocabulary(string[] answers, string file)
    {
        this.answers = answers;
        if (answers.Length == 0) throw new InputException(file, "answers", "none", "at least one answer");
        for (int i = 0; i < answers.Length; i++)
        {
            if (answers[i].Length == 0 || answers[i].Contains('\n'))
                throw new InputException(file, $"line {i + 1}", "an empty or broken line", "an answer");
            if (!indices.TryAdd(answers[i], i))
                throw new InputException(file, $"line {i + 1}", $"\"{answers[i]}\" a second time", "each answer once");
        }
    }

    /// <summary>How many answers there are.</summary>
    public int Count => answers.Length;

    /// <summary>The answer with an index.</summary>
    public string this[int index] => answers[index];

    /// <summary>The answers by index.</summary>
    public IReadOnlyList<string> Answers => answers;

    /// <summary>Finds an answer exactly as it is written.</summary>
    public bool TryFind(string answer, out int index) => indices.TryGetValue(answer, out index);

    /// <summary>
    /// The answers that are the most frequent one of at least <paramref name="minimumOccurrences"/> questions, after clean-up, in order of
    /// first appearance. Build it from training examples only (Si et al. 2023 use 9: 2,274 answers for VQA-CP v2).
    /// </summary>
    /// <exception cref="InputException">No answer is frequent enough.</exception>
    public static AnswerVocabulary Build(IEnumerable<VqaExample> examples, int minimumOccurrences = 9)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        List<string> order = [];
        foreach (VqaExample example in examples)
        {
            string answer = AnswerNormalizer.Normalize(example.MultipleChoiceAnswer);
            if (answer.Length == 0) continue;
            int count = counts.GetValueOrDefault(answer);
            if (count == 0) order.Add(answer);
            counts[answer] = count + 1;
        }
        string[] kept = [.. order.Where(answer => counts[answer] >= minimumOccurrences)];
        return kept.Length > 0 ? new AnswerVocabulary(kept) : throw new InputException(
            "answer vocabulary", "answers", $"no answer with {minimumOccurrences} questions", "more questions, or a smaller minimum");
    }

    /// <summary>Writes the answers, one a line, in UTF-8.</summary>
    public void Save(string path) => VocabularyFile.Write(path, answers);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">The file is not a list of distinct answers.</exception>
    public static AnswerVocabulary Load(string path) => new(VocabularyFile.Read(path), path);
}
