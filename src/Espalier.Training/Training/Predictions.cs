using Espalier.Data;

namespace Espalier.Training.Training;

/// <summary>A model's answers to a set of questions, in their order.</summary>
/// <param name="Questions">The questions.</param>
/// <param name="Answers">The answer of the highest logit for each.</param>
/// <param name="Probabilities">The sigmoid of that logit.</param>
public sealed record Predictions(EncodedQuestions Questions, int[] Answers, float[] Probabilities)
{
    /// <summary>The mean soft target of the answers in percent; 0 if there are no questions.</summary>
    public double Accuracy
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Answers.Length; i++)
            {
                foreach (AnswerScore target in Questions.Targets[i])
                {
                    if (target.Answer == Answers[i]) sum += target.Score;
                }
            }
            return Answers.Length == 0 ? 0 : 100 * sum / Answers.Length;
        }
    }
}
