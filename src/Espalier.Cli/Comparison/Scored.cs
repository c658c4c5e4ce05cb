using Espalier.Answering;

namespace Espalier.Cli.Comparison;

/// <summary>A batch of questions as a scorer answers it.</summary>
internal static class Scored
{
    /// <summary>The logits of all, [B, A].</summary>
    public static float[] By(IQuestionScorer scorer, RandomQuestions questions)
    {
        float[] all = [];
        scorer.Score(questions.Each, (question, logits) =>
        {
            if (all.Length == 0) all = new float[questions.Each.Count * logits.Length];
            logits.CopyTo(all.AsSpan(question * logits.Length));
        }, CancellationToken.None);
        return all;
    }
}
