namespace Espalier.Training.Training;

/// <summary>Questions that are evaluated during training.</summary>
/// <param name="Name">Names the score: "validation-ood".</param>
/// <param name="Questions">The questions.</param>
/// <param name="Score">Gives the score in percent; null takes <see cref="Predictions.Accuracy"/>, the mean soft target of the answers.</param>
public sealed record ValidationSet(string Name, QuestionSet Questions, Func<Predictions, double>? Score = null)
{
    internal double ScoreOf(Predictions predictions) => Score?.Invoke(predictions) ?? predictions.Accuracy;
}
