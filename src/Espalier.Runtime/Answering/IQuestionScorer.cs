namespace Espalier.Answering;

/// <summary>A model at work: from questions to a logit for each answer. Safe to use from several threads.</summary>
internal interface IQuestionScorer
{
    /// <summary>Scores questions, all of them together.</summary>
    /// <param name="questions">Questions about pictures that the model reads.</param>
    /// <param name="read">Is given the number of each question and its logits, which are gone after that.</param>
    /// <param name="cancel">Stops it within a layer's time.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    void Score(IReadOnlyList<EncodedQuestion> questions, ScoreReader read, CancellationToken cancel);
}

/// <summary>Reads the logits of a question.</summary>
/// <param name="question">Which of those that were asked.</param>
/// <param name="logits">One for each answer.</param>
internal delegate void ScoreReader(int question, ReadOnlySpan<float> logits);
