using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>How right an answer is, by the annotators who gave the same (Antol et al. 2015; Si et al. 2023, code); from 0 to 1.</summary>
public static class VqaAccuracy
{
    /// <summary>
    /// The official accuracy (Antol et al. 2015): for each annotator left out, min(1, equal answers among the others / 3), averaged. Where
    /// the annotators are not all of one mind, their answers and the prediction are cleaned up first, as the official evaluation does.
    /// </summary>
    /// <param name="prediction">The answer to judge.</param>
    /// <param name="answers">The annotators' raw answers, at least one.</param>
    public static double Official(string prediction, IReadOnlyList<string> answers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(answers.Count, nameof(answers));
        string given = AnswerNormalizer.Flatten(prediction);
        string[] humans = [.. answers.Select(AnswerNormalizer.Flatten)];
        if (humans.AsSpan().ContainsAnyExcept(humans[0]))
        {
            given = AnswerNormalizer.Normalize(given);
            for (int i = 0; i < humans.Length; i++) humans[i] = AnswerNormalizer.Normalize(humans[i]);
        }
        return LeaveOneOut(humans.Count(human => human == given), humans.Length);
    }

    /// <summary>min(n/3, 1) for the n annotators whose raw answer is the prediction: never less than <see cref="LeaveOneOut"/>.</summary>
    public static double Simple(string prediction, IReadOnlyList<string> answers) =>
        Math.Min(answers.Count(answer => answer == prediction) / 3.0, 1);

    /// <summary>The accuracy of the given form.</summary>
    public static double Of(string prediction, IReadOnlyList<string> answers, AccuracyForm form) => form switch
    {
        AccuracyForm.Official => Official(prediction, answers),
        AccuracyForm.Simple => Simple(prediction, answers),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>The official accuracy of an answer that n annotators gave: with ten, 0, 0.3, 0.6, 0.9, 1, ...</summary>
    /// <param name="n">Annotators who gave the answer.</param>
    /// <param name="annotators">All annotators.</param>
    public static double LeaveOneOut(int n, int annotators) =>
        ((n * Math.Min(Math.Max(n - 1, 0) / 3.0, 1)) + ((annotators - n) * Math.Min(n / 3.0, 1))) / annotators;
}
