using Espalier.Data;

namespace Espalier.Splits;

/// <summary>
/// The pool's questions, each once per image and wording, with their normalised answers and numbered concepts. Concepts are the words of
/// a question and its answer as a whole; an answer is another concept than the same word in a question, because only seeing it as an
/// answer teaches a model to give it.
/// </summary>
internal sealed class LabelledPool
{
    private readonly int[] _concepts, _starts;

    private LabelledPool(VqaExample[] examples, string[] answers, int[] concepts, int[] starts, int conceptCount, int duplicates)
    {
        (Examples, Answers, ConceptCount, Duplicates) = (examples, answers, conceptCount, duplicates);
        (_concepts, _starts) = (concepts, starts);
    }

    internal IReadOnlyList<VqaExample> Examples { get; }

    /// <summary>The normalised most frequent answer of each question.</summary>
    internal IReadOnlyList<string> Answers { get; }

    internal int ConceptCount { get; }

    /// <summary>Questions left out because the same wording had been asked about the same image.</summary>
    internal int Duplicates { get; }

    /// <summary>The distinct concepts of a question.</summary>
    internal ReadOnlySpan<int> Concepts(int question) => _concepts.AsSpan(_starts[question].._starts[question + 1]);

    internal static LabelledPool Of(VqaDataset pool)
    {
        var examples = new List<VqaExample>(pool.Examples.Count);
        var answers = new List<string>(pool.Examples.Count);
        var asked = new HashSet<(long, string)>();
        var normalised = new Dictionary<string, string>(StringComparer.Ordinal);
        var table = new ConceptTable();
        List<int> concepts = [], starts = [0];
        foreach (VqaExample example in pool.Examples)
        {
            if (!asked.Add((example.ImageId, example.Question.Trim().ToLowerInvariant()))) continue;
            string raw = example.MultipleChoiceAnswer;
            if (!normalised.TryGetValue(raw, out string? answer)) normalised[raw] = answer = AnswerNormalizer.Normalize(raw);
            examples.Add(example);
            answers.Add(answer);
            table.Append(example.Question, answer, concepts);
            starts.Add(concepts.Count);
        }
        return new LabelledPool([.. examples], [.. answers], [.. concepts], [.. starts], table.Count, pool.Examples.Count - examples.Count);
    }
}
