namespace Espalier.Splits;

/// <summary>How often each answer is given to each question type in a part.</summary>
internal sealed class AnswerCounts
{
    private static readonly Dictionary<string, int> None = [];
    private readonly Dictionary<string, Dictionary<string, int>> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _totals = new(StringComparer.Ordinal);

    internal AnswerCounts(LabelledPool pool, int[] questions)
    {
        foreach (int i in questions)
        {
            string type = pool.Examples[i].QuestionType;
            if (!_types.TryGetValue(type, out Dictionary<string, int>? answers)) _types[type] = answers = new(StringComparer.Ordinal);
            answers[pool.Answers[i]] = answers.GetValueOrDefault(pool.Answers[i]) + 1;
            _totals[type] = _totals.GetValueOrDefault(type) + 1;
        }
    }

    internal IEnumerable<string> Types => _types.Keys;

    internal int Total(string type) => _totals.GetValueOrDefault(type);

    internal IReadOnlyDictionary<string, int> Of(string type) => _types.GetValueOrDefault(type, None);

    internal double Share(string type, string answer) => Total(type) == 0 ? 0 : (double)Of(type).GetValueOrDefault(answer) / Total(type);

    /// <summary>The Jensen-Shannon divergence, base 2, of the answers to a type in two parts; NaN where one has none.</summary>
    internal static double Divergence(AnswerCounts one, AnswerCounts other, string type)
    {
        if (one.Total(type) == 0 || other.Total(type) == 0) return double.NaN;
        double sum = 0;
        foreach (string answer in one.Of(type).Keys.Union(other.Of(type).Keys).Order(StringComparer.Ordinal))
        {
            double p = one.Share(type, answer), q = other.Share(type, answer), middle = (p + q) / 2;
            if (p > 0) sum += p * Math.Log2(p / middle) / 2;
            if (q > 0) sum += q * Math.Log2(q / middle) / 2;
        }
        return Math.Clamp(sum, 0, 1);
    }
}
