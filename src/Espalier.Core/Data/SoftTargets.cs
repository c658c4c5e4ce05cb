namespace Espalier.Data;

/// <summary>
/// The soft scores of an example's answers, the target of training and the measure of the upper bound (Teney et al. 2018; Si et al. 2022).
/// </summary>
public static class SoftTargets
{
    private static readonly float[] TableScores = [0, 0.3f, 0.6f, 0.9f, 1];

    /// <summary>The score of an answer that n annotators gave.</summary>
    /// <param name="annotators">n, at least 0.</param>
    /// <param name="form">Which formula.</param>
    public static float Score(int annotators, SoftTargetForm form) => form switch
    {
        SoftTargetForm.Table => TableScores[Math.Min(annotators, TableScores.Length - 1)],
        SoftTargetForm.Linear => Math.Min(annotators / 3f, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>
    /// The answers of the vocabulary that annotators gave, in order of their first mention. The raw answers are looked up as they are,
    /// without clean-up, as the published preparations do; VQA v2's answers are clean already.
    /// </summary>
    public static AnswerScore[] For(VqaExample example, AnswerVocabulary vocabulary, SoftTargetForm form)
    {
        IReadOnlyList<string> answers = example.Answers;
        Span<(int Answer, int Count)> counts = stackalloc (int, int)[Math.Min(answers.Count, VqaLimits.MaxAnswers)];
        int distinct = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (!vocabulary.TryFind(answers[i], out int answer)) continue;
            int at = 0;
            while (at < distinct && counts[at].Answer != answer) at++;
            if (at == distinct) counts[distinct++] = (answer, 1);
            else counts[at].Count++;
        }
        var scores = new AnswerScore[distinct];
        for (int i = 0; i < distinct; i++) scores[i] = new AnswerScore(counts[i].Answer, Score(counts[i].Count, form));
        return scores;
    }

    /// <summary>The answer with the greatest score, the first of equals, or -1 where there is none.</summary>
    public static int Best(ReadOnlySpan<AnswerScore> target)
    {
        var best = new AnswerScore(-1, 0);
        foreach (AnswerScore score in target)
        {
            if (score.Score > best.Score || (score.Score == best.Score && score.Answer < best.Answer)) best = score;
        }
        return best.Answer;
    }
}
