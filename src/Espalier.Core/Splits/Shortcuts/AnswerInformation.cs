namespace Espalier.Splits.Shortcuts;

/// <summary>
/// How much a question's having a feature (a word, an object, a pair) tells about its answer: the mutual information I(F; A), in nats, of the two-valued
/// F and the answer A over the training questions. The plug-in estimate is too high by about (cells - 1) / 2N, more so for features that come with
/// many answers; Miller and Madow's correction (Miller 1955) takes that off, or frequent words would win by chance alone.
/// </summary>
/// <param name="answerCounts">Training questions with each answer.</param>
internal sealed class AnswerInformation(int[] answerCounts)
{
    private readonly int questions = answerCounts.Sum(), answers = answerCounts.Count(count => count > 0);

    /// <summary>Scores features.</summary>
    /// <param name="occurrences">A pair (feature, answer) for each training question that has a feature, as <see cref="Pack"/> makes it; is sorted.</param>
    /// <param name="features">How many features there are; they are numbered from 0.</param>
    /// <returns>For each feature its information; NaN where no training question has it.</returns>
    public double[] Score(Span<long> occurrences, int features)
    {
        occurrences.Sort();
        double[] scores = new double[features];
        Array.Fill(scores, double.NaN);
        for (int start = 0; start < occurrences.Length;)
        {
            int end = start, feature = First(occurrences[start]);
            while (end < occurrences.Length && First(occurrences[end]) == feature) end++;
            scores[feature] = Score(occurrences[start..end]);
            start = end;
        }
        return scores;
    }

    /// <summary>Packs two numbers so that sorting goes by the first, then by the second.</summary>
    public static long Pack(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>The first of two packed numbers.</summary>
    public static int First(long pair) => (int)(pair >> 32);

    private double Score(ReadOnlySpan<long> occurrences)
    {
        double n = questions, with = occurrences.Length, without = n - with;
        double information = 0, unseen = n;
        int cellsWith = 0, cellsWithout = answers;
        for (int start = 0; start < occurrences.Length;)
        {
            int end = start;
            while (end < occurrences.Length && occurrences[end] == occurrences[start]) end++;
            double both = end - start, answer = answerCounts[(int)occurrences[start]], other = answer - both;
            information += both / n * Math.Log(both * n / (with * answer));
            if (other > 0) information += other / n * Math.Log(other * n / (without * answer));
            else cellsWithout--;
            cellsWith++;
            unseen -= answer;
            start = end;
        }
        // All answers that never come with the feature share one logarithm.
        if (unseen > 0 && without > 0) information += unseen / n * Math.Log(n / without);
        int values = without > 0 ? 2 : 1;
        return information - ((cellsWith + cellsWithout - values - answers + 1) / (2 * n));
    }
}
