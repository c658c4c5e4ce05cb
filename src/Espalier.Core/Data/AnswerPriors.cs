namespace Espalier.Data;

/// <summary>
/// The answer prior of each question type: the mean soft score of each answer over the training questions of the type, those without any
/// answer in the vocabulary included (the bias vector of Si et al. 2023, after Clark et al. 2019). Its entries need not sum to 1.
/// </summary>
public sealed class AnswerPriors
{
    private readonly string[] types;
    private readonly float[] values;
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);

    /// <param name="answerCount">Entries of a row.</param>
    /// <param name="types">Distinct question types.</param>
    /// <param name="questions">Training questions of each type, then of all.</param>
    /// <param name="values">A row for each type, then the row of all.</param>
    internal AnswerPriors(int answerCount, string[] types, long[] questions, float[] values)
    {
        (AnswerCount, this.types, Questions, this.values) = (answerCount, types, questions, values);
        for (int i = 0; i < types.Length; i++) rows.Add(types[i], i);
    }

    /// <summary>Entries of each prior: the size of the answer vocabulary.</summary>
    public int AnswerCount { get; }

    /// <summary>The question types, in ordinal order; a type's place is its row.</summary>
    public IReadOnlyList<string> QuestionTypes => types;

    /// <summary>How many training questions stand behind each row; the last is the number of all.</summary>
    public IReadOnlyList<long> Questions { get; }

    /// <summary>Rows in all: one for each type, and the mean over all questions last, for types that training has not seen.</summary>
    public int RowCount => types.Length + 1;

    /// <summary>The row of a question type; the last row where the type is unknown.</summary>
    public int IndexOf(string questionType) => rows.GetValueOrDefault(questionType, types.Length);

    /// <summary>The prior in a row.</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(row * AnswerCount, AnswerCount);

    /// <summary>The prior of a question type; the mean over all questions where the type is unknown.</summary>
    public ReadOnlySpan<float> For(string questionType) => Row(IndexOf(questionType));

    /// <summary>Counts the priors of the training examples.</summary>
    /// <param name="examples">Training examples.</param>
    /// <param name="targets">The soft target of each.</param>
    /// <param name="answerCount">The size of the answer vocabulary.</param>
    public static AnswerPriors Build(IReadOnlyList<VqaExample> examples, IReadOnlyList<AnswerScore[]> targets, int answerCount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(targets.Count, examples.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(answerCount);
        string[] types = [.. examples.Select(e => e.QuestionType).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> rows = types.Index().ToDictionary(t => t.Item, t => t.Index, StringComparer.Ordinal);
        double[] sums = new double[(types.Length + 1) * answerCount];
        long[] questions = new long[types.Length + 1];
        for (int i = 0; i < examples.Count; i++)
        {
            int row = rows[examples[i].QuestionType];
            questions[row]++;
            questions[types.Length]++;
            foreach (AnswerScore score in targets[i])
            {
                sums[(row * answerCount) + score.Answer] += score.Score;
                sums[(types.Length * answerCount) + score.Answer] += score.Score;
            }
        }
        float[] values = new float[sums.Length];
        for (int i = 0; i < sums.Length; i++) values[i] = (float)(sums[i] / Math.Max(questions[i / answerCount], 1));
        return new AnswerPriors(answerCount, types, questions, values);
    }

    /// <summary>Writes the priors as JSON that keeps every bit, with the entries that are not zero.</summary>
    public void Save(string path) => AnswerPriorsJson.Save(path, this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InputException">The file is not such a table.</exception>
    public static AnswerPriors Load(string path) => AnswerPriorsJson.Load(path);
}
