using Espalier.Data;

namespace Espalier.Metrics;

/// <summary>
/// Accuracy on VQA-VS (Si et al. 2022), in percent: on all questions of the IID test, and on the rare-answer questions of each shortcut.
/// Every OOD set is a part of the IID test, so that one set of predictions gives all.
/// </summary>
public sealed class ShortcutReport
{
    private ShortcutReport(AccuracyCell iid, Dictionary<string, AccuracyCell> byShortcut) => (Iid, ByShortcut) = (iid, byShortcut);

    /// <summary>The mean over all questions.</summary>
    public AccuracyCell Iid { get; }

    /// <summary>The mean over each OOD set, by the names of <see cref="VqaVsReader.Shortcuts"/>.</summary>
    public IReadOnlyDictionary<string, AccuracyCell> ByShortcut { get; }

    /// <summary>The mean of all nine OOD sets, each counting the same; null where a set is empty.</summary>
    public double? Mean => MeanOf([.. VqaVsReader.Shortcuts]);

    /// <summary>The mean of the sets whose shortcut is in the question: QT, KW, KWP, QT+KW.</summary>
    public double? Language => MeanOf("QT", "KW", "KWP", "QT+KW");

    /// <summary>The mean of the sets whose shortcut is in the image: KO, KOP.</summary>
    public double? Vision => MeanOf("KO", "KOP");

    /// <summary>The mean of the sets whose shortcut is in both: QT+KO, KW+KO, QT+KW+KO.</summary>
    public double? CrossModal => MeanOf("QT+KO", "KW+KO", "QT+KW+KO");

    /// <summary>The scores, rounded as they are published.</summary>
    public ShortcutScores ToScores() => new()
    {
        Iid = Rounded(Iid.Percent),
        OodMean = Rounded(Mean),
        OodLang = Rounded(Language),
        OodVis = Rounded(Vision),
        OodCrossModal = Rounded(CrossModal),
        Sets = VqaVsReader.Shortcuts.ToDictionary(name => name, name => Rounded(ByShortcut[name].Percent)),
    };

    /// <summary>
    /// As <see cref="Of(IEnumerable{ValueTuple{VqaExample, string}}, IReadOnlyDictionary{string, IReadOnlyCollection{long}}, AccuracyForm)"/>,
    /// of a data set's own sets.
    /// </summary>
    public static ShortcutReport Of(IEnumerable<(VqaExample Example, string Prediction)> predictions, ShortcutSets sets, AccuracyForm form = AccuracyForm.Simple) =>
        Of(predictions, VqaVsReader.Shortcuts.ToDictionary(name => name, IReadOnlyCollection<long> (name) => sets[name]), form);

    /// <summary>Scores predictions for the IID test.</summary>
    /// <param name="predictions">Each question with the answer that was predicted.</param>
    /// <param name="sets">The question ids of each shortcut's OOD set.</param>
    /// <param name="form">Which accuracy; the published tables use the simple one.</param>
    /// <exception cref="ArgumentException">A shortcut has no set, or a set has a question without prediction.</exception>
    public static ShortcutReport Of(
        IEnumerable<(VqaExample Example, string Prediction)> predictions,
        IReadOnlyDictionary<string, IReadOnlyCollection<long>> sets,
        AccuracyForm form = AccuracyForm.Simple)
    {
        AccuracyTally all = default;
        Dictionary<long, double> scores = [];
        foreach ((VqaExample example, string prediction) in predictions)
        {
            double accuracy = VqaAccuracy.Of(prediction, example.Answers, form);
            all = all.With(accuracy);
            scores[example.QuestionId] = accuracy;
        }
        return new ShortcutReport(all.Cell, VqaVsReader.Shortcuts.ToDictionary(name => name, name => Tally(name, sets, scores)));
    }

    private static AccuracyCell Tally(
        string shortcut,
        IReadOnlyDictionary<string, IReadOnlyCollection<long>> sets,
        Dictionary<long, double> scores)
    {
        if (!sets.TryGetValue(shortcut, out IReadOnlyCollection<long>? ids))
            throw new ArgumentException($"No set for {shortcut}.", nameof(sets));
        AccuracyTally tally = default;
        foreach (long id in ids)
        {
            if (!scores.TryGetValue(id, out double score))
                throw new ArgumentException($"No prediction for question {id} of {shortcut}.", nameof(sets));
            tally = tally.With(score);
        }
        return tally.Cell;
    }

    private static double? Rounded(double? percent) => percent is { } value ? Math.Round(value, 2, MidpointRounding.AwayFromZero) : null;

    private double? MeanOf(params string[] shortcuts)
    {
        double?[] percents = [.. shortcuts.Select(shortcut => ByShortcut[shortcut].Percent)];
        return percents.Contains(null) ? null : percents.Average();
    }
}
