namespace Espalier.Splits.Shortcuts;

/// <summary>
/// What a varying-shortcut split goes by. The publication (Si et al. 2022) names mutual information and Shannon entropy but no thresholds;
/// where it is silent, the defaults are those of GQA-OOD (Kervadec et al. 2021), which has the same construction for one shortcut.
/// </summary>
public sealed record ShortcutThresholds
{
    /// <summary>The share of questions that test-id gets; VQA-VS has 164,264 of 658,111.</summary>
    public double TestShare { get; init; } = 0.25;

    /// <summary>
    /// The share that validation-id gets. VQA-VS has 5 %; twice as much here, because the rare answers in it are validation-ood, and must be enough to
    /// choose on.
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>
    /// Training questions below which a group says nothing: with fewer, which answers are rare is chance (the standard error of a share of one half is
    /// 11 points at 20). The finest groups that VQA-VS keeps have 14 test questions on average, about 40 of training.
    /// </summary>
    public int MinimumGroup { get; init; } = 20;

    /// <summary>
    /// A group is imbalanced where the Shannon entropy of its answers is below this share of ln k, the entropy of its k answers if all were alike; 0.9 in
    /// GQA-OOD. Of two answers the frequent one then has more than 68 %.
    /// </summary>
    public double Entropy { get; init; } = 0.9;

    /// <summary>
    /// An answer of an imbalanced group is in the tail where it is given at most so many times as often as the group's answers on average; 1.2 in GQA-OOD.
    /// Being relative to the mean, it takes "no" beside nine "yes" as it takes a colour of one percent.
    /// </summary>
    public double Tail { get; init; } = 1.2;

    /// <summary>Throws if a threshold is out of its range, naming it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is not a number or out of range.</exception>
    public void Validate()
    {
        foreach ((string name, double value, double from, double to) in Ranges())
        {
            if (!(value >= from && value <= to)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {from} to {to}");
        }
    }

    /// <summary>Each threshold with what it may be.</summary>
    public IEnumerable<(string Name, double Value, double From, double To)> Ranges() =>
    [
        (nameof(TestShare), TestShare, 0.01, 0.6), (nameof(ValidationShare), ValidationShare, 0.01, 0.3), (nameof(MinimumGroup), MinimumGroup, 2, 1_000_000),
        (nameof(Entropy), Entropy, 0.01, 1), (nameof(Tail), Tail, 0.01, 10),
    ];
}
