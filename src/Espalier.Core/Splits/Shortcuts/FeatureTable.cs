namespace Espalier.Splits.Shortcuts;

/// <summary>
/// The candidates of each question for one simple concept (its words, the objects of its image) and how much each tells about the answer,
/// counted in training alone: nothing of the test decides what a concept is.
/// </summary>
internal sealed class FeatureTable
{
    // Of an image with dozens of objects only so many make pairs: the most informative ones.
    private const int MostPaired = 10;

    private readonly int[][] features;
    private readonly double[] scores;

    /// <param name="features">For each question its distinct candidates, numbered from 0.</param>
    /// <param name="count">How many candidates there are in all.</param>
    /// <param name="answers">The answer of each question.</param>
    /// <param name="train">The questions that are counted.</param>
    /// <param name="information">What the scores are.</param>
    public FeatureTable(int[][] features, int count, int[] answers, int[] train, AnswerInformation information)
    {
        this.features = features;
        long[] occurrences = [.. train.SelectMany(i => features[i].Select(feature => AnswerInformation.Pack(feature, answers[i])))];
        scores = information.Score(occurrences, count);
    }

    /// <summary>The candidate that tells most about the answer; <see cref="ShortcutConcepts.None"/> if training has none of those allowed.</summary>
    /// <param name="question">The question.</param>
    /// <param name="allowed">Which candidates may be taken.</param>
    public int Best(int question, Func<int, bool> allowed)
    {
        int best = ShortcutConcepts.None;
        foreach (int feature in features[question])
        {
            if (!double.IsNaN(scores[feature]) && allowed(feature) && (best == ShortcutConcepts.None || scores[feature] > scores[best])) best = feature;
        }
        return best;
    }

    /// <summary>Numbers the pairs of candidates that training has together.</summary>
    /// <param name="answers">The answer of each question.</param>
    /// <param name="train">The questions that are counted.</param>
    /// <param name="information">What the scores are.</param>
    /// <param name="names">The two candidates of each pair.</param>
    public FeatureTable Pairs(int[] answers, int[] train, AnswerInformation information, out IReadOnlyList<(int First, int Second)> names)
    {
        Dictionary<long, int> numbers = [];
        List<(int, int)> pairs = [];
        int[][] paired = new int[features.Length][];
        foreach (int i in train) paired[i] = [.. PairsOf(i).Select(Number)];
        for (int i = 0; i < paired.Length; i++) paired[i] ??= [.. PairsOf(i).Where(pair => numbers.ContainsKey(pair)).Select(pair => numbers[pair])];
        names = pairs;
        return new FeatureTable(paired, pairs.Count, answers, train, information);

        int Number(long pair)
        {
            if (numbers.TryGetValue(pair, out int number)) return number;
            pairs.Add((AnswerInformation.First(pair), (int)pair));
            return numbers[pair] = pairs.Count - 1;
        }
    }

    private IEnumerable<long> PairsOf(int question)
    {
        int[] known = [.. features[question].Where(feature => !double.IsNaN(scores[feature]))];
        if (known.Length > MostPaired) known = [.. known.OrderByDescending(feature => scores[feature]).ThenBy(feature => feature).Take(MostPaired)];
        for (int i = 0; i < known.Length; i++)
        {
            for (int j = i + 1; j < known.Length; j++) yield return AnswerInformation.Pack(Math.Min(known[i], known[j]), Math.Max(known[i], known[j]));
        }
    }
}
