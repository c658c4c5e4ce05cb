using Espalier.Text;

namespace Espalier.Data;

/// <summary>
/// What a generative model learns to write for each question: every distinct answer of its annotators, with the share of them who gave it, and with the
/// share that the answer has among all answers to questions of the type: its bias (Si et al. 2023, code). Unlike an answer prior, the biases of a
/// type sum to 1, and answers outside the vocabulary count.
/// </summary>
public sealed class GenerationTargets
{
    private readonly AnswerSequences _sequences;
    private readonly Target[][] _targets;

    private GenerationTargets(AnswerSequences sequences, Target[][] targets) =>
        (_sequences, _targets, MostAnswers) = (sequences, targets, targets.Length == 0 ? 0 : targets.Max(row => row.Length));

    /// <summary>K, the most distinct answers of a question.</summary>
    public int MostAnswers { get; }

    /// <summary>L, word pieces of the longest answer, special ones included.</summary>
    public int AnswerLength => _sequences.Length;

    /// <summary>Questions.</summary>
    public int Count => _targets.Length;

    /// <summary>Counts the answers of a training part.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="tokenizer">Makes word pieces.</param>
    public static GenerationTargets Of(IReadOnlyList<VqaExample> examples, WordPieceTokenizer tokenizer)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Dictionary<(string Type, string Answer), int> byType = [];
        Dictionary<string, int> totals = new(StringComparer.Ordinal);
        foreach (VqaExample example in examples)
        {
            foreach (string answer in example.Answers)
            {
                numbers.TryAdd(answer, numbers.Count);
                (string, string) key = (example.QuestionType, answer);
                byType[key] = byType.GetValueOrDefault(key) + 1;
            }
            totals[example.QuestionType] = totals.GetValueOrDefault(example.QuestionType) + example.Answers.Count;
        }
        return new GenerationTargets(AnswerSequences.Of([.. numbers.Keys], tokenizer), [.. examples.Select(TargetsOf)]);

        Target[] TargetsOf(VqaExample example) =>
        [
            .. example.Answers.CountBy(answer => answer).Select(answer => new Target(
                numbers[answer.Key],
                (float)answer.Value / example.Answers.Count,
                (float)((double)byType[(example.QuestionType, answer.Key)] / totals[example.QuestionType]))),
        ];
    }

    /// <summary>Writes the answers of a question; what is left of each buffer becomes 0.</summary>
    /// <param name="question">The question's place among the examples.</param>
    /// <param name="ids">[K, L] word pieces.</param>
    /// <param name="weights">[K] shares of annotators.</param>
    /// <param name="bias">[K] shares of the answers to questions of the type.</param>
    public void Fill(int question, Span<long> ids, Span<float> weights, Span<float> bias)
    {
        (int length, Target[] targets) = (AnswerLength, _targets[question]);
        ids.Clear();
        weights.Clear();
        bias.Clear();
        for (int k = 0; k < targets.Length; k++)
        {
            _sequences.Ids.AsSpan(targets[k].Answer * length, length).CopyTo(ids.Slice(k * length, length));
            (weights[k], bias[k]) = (targets[k].Weight, targets[k].Bias);
        }
    }

    private readonly record struct Target(int Answer, float Weight, float Bias);
}
